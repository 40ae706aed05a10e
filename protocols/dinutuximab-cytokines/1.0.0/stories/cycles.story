# The antibody in children; interleukin-2 is not given.

story: Interleukin-2 in the plan is a reason not to begin
given an open treatment
when physician-1 records the evaluation interleukin-restricted no
then accepted
when physician-1 with physician-2 records an exception status unverified
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met

story: The dose of a child of 110 cm and 20 kg is that of 0.78 m2 (Haycock)
given an ordered dose
when physician-1 records the evaluation weight "20 kg" height "110 cm"
then accepted
when physician-1 orders dose 1 amount "13.65 mg"
then accepted
when physician-1 orders dose 1 amount "17.5 mg"
then refused order-differs
when physician-1 orders dose 1 amount "13650 ug"
then refused order-unit-wrong

story: A pressure below 70 holds antibody and cytokine until a physician lifts it
given a released product
when physician-1 records fitness systolic "69 mm[Hg]"
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: Anaphylaxis ends the treatment
given a released product
when physician-1 records fitness anaphylaxis-since yes
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired

story: The antibody is approved in the United States; elsewhere another one is
given an evaluated patient
when physician-1 confirms eligibility in US
then accepted
when physician-1 confirms eligibility in DE
then refused not-available-here
