# One dose after the other: worked out, withheld, ended.

story: The dose of 70 kg is 42 million units, ordered in units and in nothing else
given an ordered dose
when physician-1 records the evaluation weight "70 kg"
then accepted
when physician-1 orders dose 1 amount "42000000 [iU]"
then accepted
when physician-1 orders dose 1 amount "2.567 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "42000001 [iU]"
then refused order-differs

story: A dose of 0.037 mg per kg is another dose
given an ordered dose
when physician-1 records the evaluation weight "84 kg"
then accepted
when physician-1 orders dose 1 amount "50858182 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "50400000 [iU]"
then accepted

story: A dose is withheld while the pressure is low, and given when it has come back
given a released product
when physician-1 records fitness systolic "89 mm[Hg]"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
at +30 min
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: The centre's wall stands inside the label's
given a released product
when physician-1 records fitness creatinine "2.5 mg/dL"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness creatinine "2.4 mg/dL"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: One relative criterion holds the dose, two still only hold it, three end the cycle
given a released product
when physician-1 records fitness anxiety yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness anxiety yes vivid-dreams yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness anxiety yes vivid-dreams yes weight-gain "15.24 %"
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused cycle-ended

story: One absolute criterion ends the cycle
given a released product
when physician-1 records fitness creatinine "3.0 mg/dL"
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused cycle-ended

story: An infarction ends the treatment for good
given a released product
when physician-1 records fitness infarction yes
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired

story: The next dose is eight hours after the one before, also across midnight
given an observed infusion for dose 3
given an ordered dose for dose 4
at 2026-01-13 00:40
when nurse-1 with nurse-2 verifies at the bedside
then refused dose-too-early, fitness-missing, product-unknown
at 2026-01-13 01:10
when nurse-1 with nurse-2 verifies at the bedside
then refused fitness-missing, product-unknown

story: A second course waits for the day of discharge, and for shrinkage that is seen twice
given a finished dose for dose 28
at 2026-02-01 09:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 29
then refused dose-unplanned, gate-not-passed
when physician-1 records a visit visit discharge
then accepted
when physician-1 confirms the plan
then accepted
at 2026-03-20 09:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 29
then refused gate-not-passed
when physician-1 records a visit visit evaluation shrinkage no
then accepted
when physician-1 records a visit visit before-course
then accepted
when physician-1 orders dose 29
then refused gate-not-passed
when physician-1 records a visit visit evaluation
then accepted
when physician-1 orders dose 29
then accepted
when tech-1 with tech-2 starts the preparation dose 29
then refused preparation-outside-its-days

story: Where the bolus is off label somebody answers for it
given an evaluated patient
when physician-1 confirms eligibility in US
then accepted
when physician-1 confirms eligibility in GB
then refused not-available-here
when physician-1 with physician-2 records an exception in GB country GB status off-label
then accepted
when physician-1 confirms eligibility in GB
then accepted
