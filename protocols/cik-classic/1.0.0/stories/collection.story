story: The bag is labelled before it is filled, with one label for ever
given an eligible patient
when nurse-3 labels a bag
then refused plan-missing
given a planned treatment
when nurse-3 labels a bag dose 99
then refused dose-unplanned
at 2026-01-12 08:00
when nurse-3 collects
then refused label-missing
when nurse-3 labels a bag dose 2 container BLOOD-1
then accepted
when nurse-3 prints a label dose 2 container BLOOD-1
then accepted
when nurse-3 scans the label dose 2 container BLOOD-1
then accepted
when nurse-3 labels a bag
then refused label-already-issued
when nurse-3 collects
then refused wrong-product

story: The blood is drawn from the right person, on its days, into its own bag
given a labelled bag
when nurse-3 collects wristband P-2
then refused wrong-patient
when nurse-3 collects wristband unknown
then refused wristband-unknown
when nurse-3 collects volume "20 mL"
then refused volume-out-of-range
when nurse-3 collects volume "120 g"
then refused value-unit-wrong
when nurse-3 collects
then accepted
when nurse-3 labels a bag dose 3
then accepted
when nurse-3 prints a label dose 3
then accepted
when nurse-3 scans the label dose 3
then accepted
at 2026-01-13 08:00
when nurse-3 collects dose 3 donation A999926000001
then refused donation-already-used, collection-too-early

story: A collection too near to its infusion cannot be grown
given a labelled bag
at 2026-01-14 08:00
when nurse-3 collects
then refused collection-too-late

story: A bag is filled once
given a collection
when nurse-3 collects donation A999926000009
then refused container-already-used

story: Hands, temperature and damage are recorded, and a damaged bag is not used
given a collection
when courier-1 with tech-1 hands over container BLOOD-1 from "clean room" to courier at "20 Cel"
then accepted
when courier-1 with tech-1 hands over container BLOOD-1 from "clean room" to laboratory
then refused custody-mismatch
when courier-1 with tech-1 hands over container BLOOD-1 from courier to laboratory at "5 mL"
then refused value-unit-wrong
when courier-1 with tech-1 hands over container BLOOD-1 from courier to ""
then refused value-missing
when courier-1 with tech-1 hands over container BLOOD-X from courier to laboratory
then refused label-missing
when courier-1 with tech-1 hands over container BLOOD-1 from courier to laboratory intact no
then accepted
at 10:00
when tech-1 with tech-2 starts the culture
then refused container-not-intact

story: A collection of a patient who has been stopped is not made
given a labelled bag
when physician-1 records an adverse event term anaphylaxis grade 4
then accepted
when nurse-3 collects
then refused stop-rule-fired
when physician-1 closes the treatment as stopped
then accepted

story: Nothing is drawn before eligibility was confirmed and consent given, also on paper
given a labelled bag
when nurse-3 collects claiming "-288 h"
then refused collection-too-early, time-before-last
