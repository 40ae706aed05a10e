story: A culture is of one collection, and of one only
given a collection
when tech-1 with tech-2 starts the culture donation A999926000009
then refused collection-missing
when tech-1 with tech-2 starts the culture dose 2 donation A999926000001
then refused wrong-product
when tech-1 with tech-2 starts the culture batch "a-batch-number-that-goes-on-and-on-and-on-until-it-is-too-long"
then refused batch-number-too-long
when tech-1 with tech-2 starts the culture
then accepted
when tech-1 with tech-2 starts the culture
then refused batch-already-started, donation-already-used

story: The batch record asks for what the step needs and nothing else
given a culture
when tech-1 with tech-2 performs step dance
then refused unknown-step
when tech-1 with tech-2 performs step receipt batch B-9
then refused batch-unknown
when tech-1 with tech-1 performs step receipt
then refused witness-is-performer
when tech-1 performs step receipt
then refused witness-missing
when tech-1 with tech-2 performs step receipt without blood-volume
then refused value-missing
when tech-1 with tech-2 performs step receipt blood-volume yes
then refused value-unit-wrong
when tech-1 with tech-2 performs step receipt blood-volume "100 g"
then refused value-unit-wrong
when tech-1 with tech-2 performs step receipt mood good
then refused unknown-input
when tech-1 with tech-2 performs step receipt container CELLS-1
then refused unknown-input
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step receipt
then refused step-already-done
when tech-1 with tech-2 performs step isolation expired density-medium
then refused material-expired
when tech-1 with tech-2 performs step isolation no-material density-medium
then refused material-missing
when tech-1 with tech-2 performs step isolation material ketchup
then refused material-not-on-bill
when tech-1 with tech-2 performs step transfer
then refused step-out-of-order, step-outside-its-days

story: A step is not entered before the culture was there
given a culture
when tech-1 with tech-2 performs step receipt claiming "-1 h"
then refused time-before-last

story: A value outside its limit is recorded, and stands in the way of the release
given a grown culture
when tech-1 with tech-2 performs step count viability "70 %"
then accepted
when tech-1 with tech-2 performs step count viability "60 %"
then accepted
given a tested product
when qp-1 releases
then refused deviation-unclassified
when qp-1 closes a deviation number B-1-D9
then refused deviation-unknown
when qp-1 classifies a deviation
then accepted
when qp-1 classifies a deviation number B-1-D2
then accepted
when qp-1 closes a deviation unsigned
then refused signature-missing
when tech-1 closes a deviation
then refused assessed-by-maker
when tech-2 closes a deviation acceptable no
then refused assessed-by-maker
when qp-1 closes a deviation
then accepted
when qp-1 closes a deviation
then refused deviation-already-closed
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused deviation-open
when qp-1 closes a deviation number B-1-D2 acceptable no
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused deviation-not-acceptable
when qp-1 rejects
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused product-rejected, deviation-not-acceptable

story: A wrong number is corrected with the old one in sight
given a harvested product
when tech-1 corrects step receipt input bags-intact to yes
then refused unchanged-value
when tech-1 corrects step receipt record 2 input blood-volume to "110 mL"
then refused record-unknown
when tech-1 corrects step receipt input mood to good
then refused unknown-input
when tech-1 corrects step dance input mood to good
then refused unknown-step
when tech-1 corrects step receipt input blood-volume to "110 g"
then refused value-unit-wrong
when tech-1 corrects step receipt input blood-volume to "125 mL" unsigned
then refused signature-missing
when tech-1 corrects step receipt input blood-volume to "125 mL"
then accepted
when tech-1 corrects step receipt input blood-volume to "110 mL"
then accepted

story: The harvest ends the batch record
given a grown culture
at 2026-01-26 05:00
when tech-1 with tech-2 harvests
then refused label-missing
when tech-1 with tech-2 harvests container none
then refused value-missing
when tech-1 with tech-2 harvests container BLOOD-1
then refused wrong-product, container-already-used
when tech-1 labels a bag for product batch B-9
then refused batch-unknown
when tech-1 labels a bag for product
then accepted
when tech-1 prints a label for product
then accepted
when tech-1 scans the label for product
then accepted
when tech-1 with tech-2 harvests
then accepted
when tech-1 with tech-2 performs step feed
then refused already-harvested
when tech-1 labels a bag for product container CELLS-X
then refused already-harvested

story: What must come from the patient is a donation of this treatment
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step activation lot A999926000777 for own-plasma
then refused not-from-patient
when tech-1 with tech-2 performs step activation
then accepted
when tech-1 with tech-2 corrects a lot step activation line 4 taken none
then refused value-missing
when tech-1 with tech-2 corrects a lot step activation line 4 lot A999926000777 taken "6 mL"
then refused not-from-patient
when tech-1 with tech-2 corrects a lot step activation line 4 taken "6 mL"
then accepted
