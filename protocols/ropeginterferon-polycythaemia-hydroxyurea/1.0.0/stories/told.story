# A dose that rises: by one step and no more, until the blood is under its goals.

story: It is ordered in micrograms, and begins at 50
given an ordered dose
when physician-1 orders dose 1 amount "50 ug"
then accepted
when physician-1 orders dose 1 amount "100 ug"
then refused order-differs
when physician-1 orders dose 1 amount "0.1 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "50 [iU]"
then refused order-unit-wrong

story: The second dose is 50 micrograms more
given a finished dose for dose 1
given an ordered dose for dose 2
when physician-1 orders dose 2 amount "50 ug"
then refused order-differs
when physician-1 orders dose 2 amount "150 ug"
then refused order-differs
when physician-1 orders dose 2 amount "100 ug"
then accepted

story: The dose rises while one goal of three is missed, and stays while all are met
given a finished dose for dose 2
at 2026-02-09 07:00
when physician-1 records a visit visit counts haematocrit "44.9 %" platelets "399 10*9/L" white-cells "10 10*9/L"
then accepted
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 3 amount "150 ug"
then accepted
when physician-1 records a visit visit counts haematocrit "44.9 %" platelets "399 10*9/L" white-cells "9.9 10*9/L"
then accepted
when physician-1 orders dose 3 amount "150 ug"
then refused order-differs
when physician-1 orders dose 3 amount "100 ug"
then accepted

story: Good blood found again and again does not raise the dose, and blood that got worse raises it by one step
given a finished dose for dose 3
at 2026-02-23 07:00
when physician-1 records a visit visit counts haematocrit "44 %" platelets "300 10*9/L" white-cells "8 10*9/L"
then accepted
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 4 amount "200 ug"
then refused order-differs
when physician-1 orders dose 4 amount "150 ug"
then accepted
at 2026-04-06 07:00
when physician-1 records a visit visit counts haematocrit "44 %" platelets "300 10*9/L" white-cells "8 10*9/L"
then accepted
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 7 amount "150 ug"
then accepted
when physician-1 records a visit visit counts haematocrit "46 %" platelets "300 10*9/L" white-cells "8 10*9/L"
then accepted
when physician-1 orders dose 7 amount "200 ug"
then accepted

story: A dose that was withheld is not made up: the next is one step above the last one given
given a finished dose for dose 1
at 2026-02-23 08:00
when physician-1 records the evaluation
then accepted
when physician-1 records a visit visit counts haematocrit "46 %" platelets "300 10*9/L" white-cells "8 10*9/L"
then accepted
when physician-1 orders dose 4 amount "200 ug"
then refused order-differs
when physician-1 orders dose 4 amount "100 ug"
then accepted

story: Without a blood count since the last dose there is no next one
given a finished dose for dose 1
at 2026-01-26 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2 amount "100 ug"
then refused dose-not-computable
when physician-1 records a visit visit counts haematocrit "46 %" platelets "300 10*9/L" white-cells "8 10*9/L"
then accepted
when physician-1 orders dose 2 amount "100 ug"
then accepted

story: A dose that was held for the liver does not rise when the hold is lifted
given a finished dose for dose 2
when physician-1 records a visit visit quarter haematocrit "46 %" transaminases "6 {ULN}"
then accepted
at 2026-02-09 08:00
when physician-1 lifts the hold
then accepted
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 3 amount "150 ug"
then refused order-differs
when physician-1 orders dose 3 amount "100 ug"
then accepted

story: The cap is reached after 9 steps and kept
given a finished dose for dose 9
given an ordered dose for dose 10
when physician-1 orders dose 10 amount "500 ug"
then accepted
given a finished dose for dose 10
given an ordered dose for dose 11
when physician-1 orders dose 11 amount "550 ug"
then refused order-differs, dose-over-cap
when physician-1 orders dose 11 amount "500 ug"
then accepted

story: High liver enzymes hold the treatment, and very high ones end it
given a fit patient for dose 1
when physician-1 records fitness transaminases "5.1 {ULN}"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold, not-fit-today
when physician-1 lifts the hold
then accepted
when physician-1 records fitness transaminases "20.1 {ULN}"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, treatment-on-hold, not-fit-today

story: Where it is approved it is begun, and where nobody knows under an exception
given an evaluated patient
when physician-1 confirms eligibility in TR
then refused not-available-here
when physician-1 with physician-2 records an exception in TR country TR status unverified
then accepted
when physician-1 confirms eligibility in TR
then accepted
when physician-1 confirms eligibility in US
then accepted

story: Who starts with hydroxyurea and who starts without have two protocols
given an open treatment
when physician-1 records the evaluation hydroxyurea no
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met

story: Hydroxyurea that is still taken in week 13 holds the next dose
given a finished dose for dose 7
when physician-1 records a visit visit hydroxyurea-off hydroxyurea-off no
then accepted
at 2026-04-20 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 8 amount "350 ug"
then refused treatment-on-hold
