story: The right bag for the right patient is verified and given
given a fit patient
at 13:50
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when nurse-1 starts the infusion
then accepted
when nurse-1 records vital signs
then accepted
at 15:00
when nurse-1 ends the infusion
then accepted
at 19:00
when nurse-1 records vital signs
then accepted
when nurse-1 ends the observation because care
then accepted

story: A wrong wristband stops the bag
given a fit patient
when nurse-1 with nurse-2 verifies at the bedside wristband P-2
then refused wrong-patient
when nurse-1 with nurse-2 verifies at the bedside wristband unknown
then refused wristband-unknown
when nurse-1 verifies at the bedside
then refused witness-missing
when nurse-1 with nurse-1 verifies at the bedside
then refused witness-is-performer

story: A wrong bag is not hung
given a fit patient
when nurse-1 with nurse-2 verifies at the bedside container unknown
then refused product-unknown
when nurse-1 with nurse-2 verifies at the bedside container BLOOD-1
then refused product-unknown
when nurse-1 with nurse-2 verifies at the bedside wristband P-2 container unknown
then refused wrong-patient, product-unknown

story: A bag of another dose is not hung
given a fit patient for dose 2
when nurse-1 with nurse-2 verifies at the bedside container CELLS-1
then refused wrong-product, container-already-infused, product-expired
when nurse-1 with nurse-2 verifies at the bedside dose 1 container CELLS-2
then refused wrong-product, dose-already-given, fitness-too-old
when nurse-1 with nurse-2 verifies at the bedside dose 99
then refused dose-unplanned, fitness-missing, product-unknown

story: An unreleased or rejected bag is not hung
given a tested product
when tech-1 with nurse-1 hands over to ward
then accepted
at 13:00
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused product-not-released
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted
when qp-1 rejects
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused product-rejected

story: A bag that would expire before the infusion ends is not hung, and no clock set back helps
given a released product
at 2026-01-27 15:30
when physician-1 records fitness
then accepted
at 2026-01-27 15:59
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused product-would-expire-before-end
at 2026-01-27 17:00
when nurse-1 with nurse-2 verifies at the bedside
then refused product-expired
when physician-1 records an adverse event
then accepted
at 2026-01-26 13:00
when nurse-1 with nurse-2 verifies at the bedside
then refused product-expired

story: What comes to light between release and bedside counts
given a fit patient
when qc-1 records a result test sterility value growth
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused result-out-of-specification, treatment-on-hold
when tech-1 corrects step receipt input blood-volume to "110 mL"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused result-out-of-specification, deviation-unclassified, treatment-on-hold

story: A patient who is not fit today gets nothing today
given a released product
at 13:00
when nurse-1 with nurse-2 verifies at the bedside
then refused fitness-missing
when physician-1 records fitness without temperature
then refused value-missing
when physician-1 records fitness shoe-size "43 {score}"
then refused unknown-criterion
when physician-1 records fitness temperature "38.4 Cel"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness
then accepted
at +3 h
when nurse-1 with nurse-2 verifies at the bedside
then refused fitness-too-old

story: A protocol without criteria of fitness gives nothing
given the protocol without fitness
given a fit patient
when nurse-1 with nurse-2 verifies at the bedside
then refused no-rule

story: The verification is of this bag, on this device, just now
given a fit patient
at 13:30
when nurse-1 starts the infusion
then refused verification-missing
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when nurse-1 starts the infusion container CELLS-X
then refused verification-of-another-bag, product-unknown
when nurse-1 starts the infusion on tablet-2
then refused verification-on-another-device
when nurse-1 starts the infusion claiming "-5 min"
then refused time-before-last
at +31 min
when nurse-1 starts the infusion
then refused verification-too-old
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when nurse-1 starts the infusion unsigned
then refused signature-missing
when nurse-1 starts the infusion
then accepted
when nurse-1 starts the infusion
then refused dose-already-given, infusion-running, container-already-infused

story: A patient who changes their mind at the bedside gets nothing
given a verified bag
when physician-1 withdraws a consent
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused consent-missing
when nurse-1 starts the infusion
then refused consent-missing

story: A bag damaged on the way is not hung
given a fit patient
when nurse-1 with nurse-2 hands over from ward to bedside intact no
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused container-not-intact

story: A finding that speaks against the treatment counts at the bedside
given a fit patient
when physician-1 records the evaluation only yes pregnancy yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused criterion-not-met

story: Fitness that is entered late does not outrank a later examination
given a released product
at 13:00
when physician-1 records fitness temperature "38.4 Cel"
then accepted
when physician-1 records fitness claiming "-90 min"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
