# The dose follows the neutrophils: the full one above 1.5e9/L, half of it down to 1.0e9/L, none below.

story: Neutrophils of 1.5e9/L halve the dose, and 1.6e9/L give it back
given an ordered dose
when physician-1 orders dose 1 amount "5000000 [iU]"
then accepted
when physician-1 records fitness neutrophils "1.5 10*9/L"
then accepted
when physician-1 orders dose 1 amount "5000000 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "2500000 [iU]"
then accepted
when physician-1 records fitness neutrophils "1.6 10*9/L"
then accepted
when physician-1 orders dose 1 amount "2500000 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "5 10*6[iU]"
then refused order-unit-wrong

story: Below 1.0e9/L, or with platelets below 50e9/L, the interferon is held
given a released product for dose 1
when physician-1 records fitness platelets "50 10*9/L"
then accepted
when physician-1 records fitness platelets "49 10*9/L"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold, not-fit-today

story: AST above 5 times the limit, or creatinine above 2.0 mg/dL, ends the interferon
given a released product for dose 1
when physician-1 records fitness ast "5 {ULN}" creatinine "2.0 mg/dL"
then accepted
when physician-1 records fitness creatinine "2.1 mg/dL"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, not-fit-today
