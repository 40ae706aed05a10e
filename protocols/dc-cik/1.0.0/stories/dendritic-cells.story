story: Dendritic cells are counted as what they are, and another population never stands for them
given a harvested product
when qc-1 records a result test dendritic-cells value "4e7 {viable}"
then refused value-unit-wrong
when qc-1 records a result test viable-cells value "4e7 {DC}"
then refused value-unit-wrong
when qc-1 records a result test dendritic-cells value "4e7 {DC}"
then accepted

story: A bag with too few dendritic cells stays in the laboratory, however many CIK cells it holds
given a grown culture
at 2026-01-26 04:50
when tech-1 labels a bag for product
then accepted
when tech-1 prints a label for product
then accepted
when tech-1 scans the label for product
then accepted
when tech-1 with tech-2 harvests dendritic-cells "1e7 {DC}"
then accepted
given a tested product
when qp-1 releases
then refused deviation-unclassified
when qc-1 records a result test dendritic-cells value "1e7 {DC}"
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused deviation-unclassified, result-out-of-specification
when qp-1 classifies a deviation
then accepted
when qp-1 closes a deviation
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-out-of-specification

story: One apheresis serves the four infusions of a cycle, each bag with its own label and number
given a planned treatment
at 2026-01-12 08:00
when nurse-3 labels a bag
then accepted
when nurse-3 prints a label
then accepted
when nurse-3 scans the label
then accepted
when nurse-3 labels a bag dose 2
then accepted
when nurse-3 prints a label dose 2
then accepted
when nurse-3 scans the label dose 2
then accepted
when nurse-3 labels a bag dose 3
then accepted
when nurse-3 prints a label dose 3
then accepted
when nurse-3 scans the label dose 3
then accepted
when nurse-3 labels a bag dose 4
then accepted
when nurse-3 prints a label dose 4
then accepted
when nurse-3 scans the label dose 4
then accepted
when nurse-3 collects
then accepted
when nurse-3 collects dose 2
then accepted
when nurse-3 collects dose 3
then accepted
when nurse-3 collects dose 4
then accepted
when nurse-3 collects dose 4 donation A999926000009
then refused container-already-used
