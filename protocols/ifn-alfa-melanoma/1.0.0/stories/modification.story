# The two tiers of the label: a hold and half the dose, then the end. The patient has 1.82 m2.

story: Neutrophils of 0.45e9/L hold the treatment and halve the dose; 0.24e9/L end it for good
given a planned treatment
at 2026-01-12 08:00
when physician-1 records the evaluation weight "70 kg" height "170 cm"
then accepted
when physician-1 orders dose 1 amount "36400000 [iU]"
then accepted
when physician-1 records fitness neutrophils "0.45 10*9/L"
then accepted
when physician-1 orders dose 1 amount "18200000 [iU]"
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 1 amount "36400000 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "18200000 [iU]"
then accepted
when physician-1 records fitness neutrophils "0.24 10*9/L"
then accepted
when physician-1 orders dose 1 amount "18200000 [iU]"
then refused stop-rule-fired

story: Liver enzymes at 5 times the limit let the dose through, above it they hold it, above 10 times they end it
given a released product for dose 1
when physician-1 records fitness transaminases "5 {ULN}"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when physician-1 records a visit visit blood-weekly transaminases "5.1 {ULN}"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold, order-outdated
when physician-1 records a visit visit blood-monthly transaminases "10.1 {ULN}"
then accepted
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, order-outdated

story: A severe reaction that is back at half the dose ends the treatment
given a fit patient for dose 1
when physician-1 records fitness severe-reaction yes
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 records fitness severe-reaction yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, not-fit-today, order-outdated

story: The step down goes on into the injections under the skin
given a finished dose for dose 20
when physician-1 records a visit visit blood-weekly neutrophils "0.4 10*9/L"
then accepted
when physician-1 lifts the hold
then accepted
at 2026-02-09 08:00
when physician-1 records the evaluation weight "70 kg" height "170 cm"
then accepted
when physician-1 orders dose 21 amount "18200000 [iU]"
then refused order-differs
when physician-1 orders dose 21 amount "9100000 [iU]"
then accepted

story: Fever with few neutrophils is the sepsis path, fever of 40 degrees withholds the dose
given a released product for dose 1
when physician-1 records fitness temperature "40.0 Cel"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness temperature "38.0 Cel" neutrophils "1.0 10*9/L"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when physician-1 records fitness temperature "38.0 Cel" neutrophils "0.9 10*9/L"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold
