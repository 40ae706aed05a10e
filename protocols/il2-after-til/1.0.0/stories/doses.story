# Interleukin-2 after the cells.

story: Without cells and interleukin-2 on site nothing begins
given an open treatment
when physician-1 records the evaluation cells-on-site no
then accepted
when physician-1 with physician-2 records an exception status unverified
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met
when physician-1 records the evaluation interleukin-on-site no
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met
when physician-1 records the evaluation
then accepted
when physician-1 confirms eligibility
then accepted

story: No dose before the cells were given
given a released product
when physician-1 records fitness cells-given no
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today

story: The order is in units
given an ordered dose
when physician-1 records the evaluation weight "70 kg"
then accepted
when physician-1 orders dose 1 amount "42000000 [iU]"
then accepted
when physician-1 orders dose 1 amount "2.567 mg"
then refused order-unit-wrong

story: Too little urine holds, a pressure that does not answer to fluids ends
given a released product
when physician-1 records fitness urine-per-kg "3.9 mL/kg"
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when physician-1 records fitness refractory-hypotension yes
then accepted
when nurse-1 starts the infusion
then refused stop-rule-fired, not-fit-today

story: Nobody has verified the cells outside the United States
given an evaluated patient
when physician-1 confirms eligibility in US
then accepted
when physician-1 confirms eligibility in DE
then refused not-available-here
when physician-1 with physician-2 records an exception in DE country DE status unverified
then accepted
when physician-1 confirms eligibility in DE
then accepted
