# Into the bladder and nowhere else.

story: A syringe that is not joined to the catheter of the bladder is not given
given a released product
when physician-1 records fitness route-confirmed no
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: A syringe without the words on its label is not released
given a harvested product
when qc-1 records a result test route-label value no
then accepted
when qc-1 records a result test appearance
then accepted
when qc-1 records a result test label-agrees
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-not-approved, result-out-of-specification

story: 400 micrograms, and nothing else
given an ordered dose
when physician-1 orders dose 1 amount "400 ug"
then accepted
when physician-1 orders dose 1 amount "0.4 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "12.5 ug"
then refused order-differs

story: The syringe lives for two hours from the puncture of the vial
given a released product
at +90 min
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused product-expired

story: No instillation after a catheter that hurt
given a released product
when physician-1 records fitness traumatic-catheter yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today

story: Recurrence ends the treatment
given an observed infusion
when physician-1 records a visit visit cystoscopy recurrence yes
then accepted
when physician-1 orders dose 2
then refused stop-rule-fired

story: A second induction is given only without a complete response
given an ordered dose for dose 7
when physician-1 records a visit visit month-3 response-at-3 complete
then accepted
when physician-1 orders dose 7
then refused gate-not-passed
when physician-1 records a visit visit month-3 response-at-3 not-complete
then accepted
when physician-1 orders dose 7
then accepted

story: Approved in the United States, not verified elsewhere
given an evaluated patient
when physician-1 confirms eligibility in US
then accepted
when physician-1 confirms eligibility in DE
then refused not-available-here
