story: A product is released on its results, by a qualified person who had no hand in it
given a harvested product
when qp-1 releases container CELLS-X
then refused product-unknown
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-missing
when qc-1 records a result test endotoxin value "0.5 {EU}/mL"
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-missing, result-out-of-specification
when qc-1 records a result test endotoxin value "0.1 {EU}/kg/h"
then refused value-unit-wrong
when qc-1 records a result test taste value good
then refused unknown-test
when qc-1 records a result test endotoxin batch B-9
then refused batch-unknown

story: Testing again until it passes is not a way to release
given a harvested product
when qc-1 records a result test endotoxin value "0.5 {EU}/mL"
then accepted
given a tested product
when qc-1 records a result test endotoxin
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-out-of-specification
when qc-1 records a result test endotoxin value "0.6 {EU}/mL" claiming "-1 h"
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-out-of-specification
when qp-1 rejects
then accepted

story: A failed result that is found after the release keeps the bag from the patient for ever
given a fit patient
when qc-1 records a result test sterility value growth
then accepted
when qc-1 records a result test sterility
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused result-out-of-specification, treatment-on-hold
when qp-1 reviews the record
then accepted
when qp-1 releases kind final
then refused result-out-of-specification

story: Only somebody else releases, and once
given a tested product
when qp-1 releases unsigned
then refused signature-missing
when tech-2 releases
then refused released-by-maker
when qc-1 releases
then refused released-by-maker
when qp-1 releases
then accepted
when qp-1 releases
then refused already-released
when qp-1 releases kind final
then refused result-missing

story: A number of cells that was corrected is the number that counts
given a tested product
when tech-1 corrects step harvest input living-cells to "5e8 {viable}"
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused deviation-unclassified, cells-out-of-range, label-not-verified
when qp-1 classifies a deviation
then accepted
when qp-1 closes a deviation
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused cells-out-of-range, label-not-verified

story: A damaged bag and an expired one are not released
given a tested product
when tech-1 with courier-1 hands over from "clean room" to courier intact no
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused container-not-intact
at +40 h
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused container-not-intact, product-expired
when qp-1 rejects container CELLS-X
then refused product-unknown
when qp-1 rejects
then accepted
when qp-1 rejects
then refused product-rejected

story: A protocol without a specification releases nothing
given the protocol without specification
given a harvested product
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused no-rule

story: A late result finds its batch after the product was given
given an observed infusion
at +14 d
when qc-1 records a result test sterility value growth
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases kind final
then refused result-out-of-specification
when physician-1 records a visit visit week-after late-growth yes
then accepted
when physician-1 lifts the hold
then refused alert-not-seen
when physician-1 sees the alert
then accepted
when physician-1 lifts the hold
then refused alert-not-seen
when qp-1 sees the alert as qualified-person
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 lifts the hold
then refused not-on-hold
when qp-1 rejects
then refused container-already-infused
