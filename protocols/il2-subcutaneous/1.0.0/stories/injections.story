# Injections under the skin, in outpatients.

story: The first dose is 18 million units, written with all its figures
given an ordered dose
when physician-1 orders dose 1 amount "18000000 [iU]"
then accepted
when physician-1 orders dose 1 amount "9000000 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "1.1 mg"
then refused order-unit-wrong

story: Nothing is injected into a patient with fever
given a released product
when physician-1 records fitness temperature "38 Cel"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today

story: Fever with few neutrophils holds the treatment until a physician lifts it
given a released product
when physician-1 records fitness temperature "38.2 Cel" neutrophils "0.9 10*9/L"
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: A new disorder of the mind ends the treatment
given a released product
when physician-1 records fitness neuropsychiatric yes
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired

story: Off label in the United States
given an evaluated patient
when physician-1 confirms eligibility in US
then refused not-available-here
when physician-1 with physician-2 records an exception in US country US status off-label
then accepted
when physician-1 confirms eligibility in US
then accepted
