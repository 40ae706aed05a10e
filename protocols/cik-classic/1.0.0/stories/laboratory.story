# Samples, results and retests: nothing disappears, and nobody approves what they did themselves.

story: A result counts once a second person has approved it
given a harvested product
when tech-1 takes a sample number S-1 for endotoxin,viability
then accepted
given a tested product
when qc-1 records a result test endotoxin sample S-1
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-not-approved
when qc-1 approves a result test endotoxin
then refused approved-by-analyst
when tech-1 approves a result test endotoxin
then refused approved-by-analyst
when qc-2 approves a result test endotoxin unsigned
then refused signature-missing
when qc-2 approves a result test endotoxin result 9
then refused result-unknown
when qc-2 approves a result test endotoxin
then accepted
when qc-2 approves a result test endotoxin
then refused result-already-approved
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted

story: A result belongs to a sample of its batch that was taken for its test
given a grown culture
when tech-1 takes a sample number S-1 for endotoxin
then accepted
when tech-1 takes a sample number S-1 for endotoxin
then refused sample-already-taken
when tech-1 takes a sample number S-2 for taste
then refused unknown-test
when tech-1 takes a sample number S-2 for endotoxin volume "5 g"
then refused value-unit-wrong
when tech-1 takes a sample number S-2 for endotoxin volume "0 mL"
then refused volume-out-of-range
when tech-1 takes a sample number S-2 batch B-9
then refused batch-unknown
when qc-1 records a result test endotoxin sample S-9
then refused sample-unknown
when qc-1 records a result test sterility sample S-1
then refused test-not-of-sample
when qc-1 records a result test endotoxin sample S-1 claiming "-1 h"
then refused time-before-last
when qc-1 records a result test endotoxin sample S-1
then accepted

story: A sample of another dose is not this batch's
given a grown culture for dose 1
when tech-1 takes a sample number S-1
then accepted
given a grown culture for dose 2
when qc-1 records a result test sterility sample S-1
then refused wrong-sample

story: Nothing is taken from a product that has left quarantine
given a released product
when tech-1 takes a sample
then refused sampling-too-late

story: A failed result is void only for a proven cause, and then owes a retest
given a tested product
when qc-1 records a result test endotoxin value "0.5 {EU}/mL"
then accepted
when qp-1 orders a retest test endotoxin
then refused retest-not-due
when qc-1 invalidates a result test endotoxin
then refused invalidated-by-analyst
when qp-1 invalidates a result test endotoxin unsigned
then refused signature-missing
when qp-1 invalidates a result test endotoxin
then accepted
when qp-1 invalidates a result test endotoxin
then refused result-invalidated
when qc-2 approves a result test endotoxin
then refused result-invalidated
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused retest-missing
when qp-1 orders a retest test taste
then refused unknown-test
when qp-1 orders a retest test endotoxin
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused retest-missing
when qc-1 records a result test endotoxin
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-not-approved
when qc-2 approves a result test endotoxin
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted

story: A retest that fails is not tested again
given a tested product
when qc-1 records a result test endotoxin value "0.5 {EU}/mL"
then accepted
when qp-1 invalidates a result test endotoxin
then accepted
when qp-1 orders a retest test endotoxin
then accepted
when qc-1 records a result test endotoxin value "0.6 {EU}/mL"
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-out-of-specification
when qp-1 invalidates a result test endotoxin
then accepted
when qp-1 orders a retest test endotoxin
then refused retests-used-up
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused retest-missing

story: An unfit sample takes its results along, and they stay visible
given a harvested product
when tech-1 takes a sample number S-1 for endotoxin
then accepted
when qc-1 records a result test endotoxin value "0.5 {EU}/mL" sample S-1
then accepted
when qc-1 invalidates a sample number S-1
then refused invalidated-by-analyst
when qc-2 invalidates a sample number S-9
then refused sample-unknown
when qc-2 invalidates a sample number S-1
then accepted
when qc-2 invalidates a sample number S-1
then refused sample-invalidated
when qc-1 records a result test endotoxin sample S-1
then refused sample-invalidated
when qc-2 approves a result test endotoxin
then refused result-invalidated
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-missing, retest-missing

story: A line of an instrument's file is recorded once
given a harvested product
when tech-1 takes a sample number S-1 for endotoxin
then accepted
when qc-1 records a result test endotoxin sample S-1 file a
then accepted
when qc-1 records a result test endotoxin sample S-1 file a
then refused result-already-imported
when qc-1 records a result test endotoxin sample S-1 file b
then accepted
