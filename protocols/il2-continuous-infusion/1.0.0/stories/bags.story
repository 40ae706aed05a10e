# One bag of a day after the other.

story: The dose of 170 cm and 70 kg is that of 1.82 m2, ordered in units
given an ordered dose
when physician-1 records the evaluation weight "70 kg" height "170 cm"
then accepted
when physician-1 orders dose 1 amount "32760000 [iU]"
then accepted
when physician-1 orders dose 1 amount "2.002 mg"
then refused order-unit-wrong

story: The next bag is not hung while the last one runs
given a running infusion
at +12 h
when nurse-1 with nurse-2 verifies at the bedside dose 2
then refused dose-too-early, fitness-missing, infusion-running, order-missing, product-unknown

story: A bag is left out while a criterion of the day is not met
given a released product
when physician-1 records fitness systolic "85 mm[Hg]"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today

story: Progression ends the treatment
given an observed infusion
when physician-1 records a visit visit evaluation progression yes response-or-stable no
then accepted
when physician-1 orders dose 2
then refused stop-rule-fired

story: Maintenance is given only after a response or a stable disease
given an ordered dose for dose 21
when physician-1 records a visit visit evaluation response-or-stable no
then accepted
when physician-1 orders dose 21
then refused gate-not-passed
when physician-1 records a visit visit evaluation
then accepted
when physician-1 orders dose 21
then accepted

story: Off label in the United States
given an evaluated patient
when physician-1 confirms eligibility in US
then refused not-available-here
when physician-1 with physician-2 records an exception in US country US status off-label
then accepted
when physician-1 confirms eligibility in US
then accepted
