story: What is added is held against what is worked out
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation mononuclear-cells "1.2e8 {viable}"
then accepted
when tech-1 with tech-2 performs step priming culture-volume "60 mL" amount-of interferon-gamma is "60 uL"
then accepted
given a tested product
when qp-1 releases
then accepted

story: What was added rightly to a wrong volume is a deviation once the volume is put right
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation mononuclear-cells "1.2e8 {viable}"
then accepted
when tech-1 with tech-2 performs step priming culture-volume "60 mL" amount-of interferon-gamma is "60 uL"
then accepted
when tech-1 corrects step priming input culture-volume to "6 mL"
then accepted
when qp-1 classifies a deviation number B-1-D2 class major
then accepted

story: An amount beyond its tolerance opens a deviation from inside the step
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation mononuclear-cells "1.2e8 {viable}"
then accepted
when tech-1 with tech-2 performs step priming culture-volume "60 mL" amount-of interferon-gamma is unknown
then refused value-missing
when tech-1 with tech-2 performs step priming culture-volume "60 mL" amount-of interferon-gamma is "600 uL"
then accepted
when tech-1 corrects step priming input culture-volume to "90 mL"
then accepted
given a tested product
when qp-1 releases
then refused deviation-unclassified
when qp-1 classifies a deviation class major
then accepted
when qp-1 classifies a deviation number B-1-D2
then accepted
when qp-1 classifies a deviation number B-1-D3
then accepted
when qp-1 classifies a deviation number B-1-D4
then accepted
when qp-1 releases
then refused deviation-open, review-missing
when qp-1 closes a deviation
then accepted
when qp-1 closes a deviation number B-1-D2
then accepted
when qp-1 closes a deviation number B-1-D3
then accepted
when qp-1 closes a deviation number B-1-D4
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted

story: A critical value is looked at by a second person
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 performs step isolation
then refused second-check-missing, witness-missing
when tech-1 with tech-2 performs step isolation
then accepted

story: Steps that are done once follow the file, and only declared ones are parallel
given a culture
when tech-1 with tech-2 performs step isolation
then refused step-out-of-order
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step priming
then refused step-out-of-order
given a grown culture
when tech-1 performs step sterility-sample
then refused step-already-done, witness-missing

story: What went wrong is told from inside the step, and holds the release until it is judged
given a culture
when tech-1 reports a deviation step dance found spill
then refused unknown-step
when tech-1 reports a deviation batch B-9 found spill
then refused batch-unknown
when tech-1 reports a deviation step receipt container CELLS-X found spill
then refused product-unknown
when tech-1 reports a deviation step receipt found " "
then refused value-missing
when tech-1 reports a deviation step receipt found spill
then accepted
given a tested product
when qp-1 releases
then refused deviation-unclassified
when qp-1 closes a deviation
then refused deviation-unclassified
when qp-1 classifies a deviation number B-1-D9
then refused deviation-unknown
when tech-1 classifies a deviation
then refused assessed-by-maker
when qp-1 classifies a deviation unsigned
then refused signature-missing
when qp-1 classifies a deviation class critical
then accepted
when qp-1 classifies a deviation class critical
then refused unchanged-value
when qp-1 classifies a deviation class major
then accepted
when qp-1 releases
then refused deviation-open, review-missing
when qp-1 closes a deviation
then accepted
when qp-1 classifies a deviation class minor
then refused deviation-already-closed
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted

story: A photograph belongs to a step that was done
given a culture
when tech-1 attaches a file step dance
then refused step-not-done, unknown-step
when tech-1 attaches a file step receipt
then refused step-not-done
when tech-1 attaches a file step receipt batch B-9
then refused batch-unknown
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 attaches a file step receipt bytes 20000000
then refused file-too-large
when tech-1 attaches a file step receipt type application/zip
then refused file-kind-unknown
when tech-1 attaches a file step receipt
then accepted
when tech-1 attaches a file step receipt
then refused file-already-attached
