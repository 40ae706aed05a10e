# By surface or by weight, in micrograms, and half of it after a severe reaction.

story: Above half a square metre the surface decides, in micrograms and not in units
given an ordered dose
when physician-1 records the evaluation weight "70 kg" height "170 cm" body-surface "1.82 m2"
then accepted
when physician-1 orders dose 1 amount "91 ug"
then accepted
when physician-1 orders dose 1 amount "1.82 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "105 ug"
then refused order-differs

story: Up to half a square metre the weight decides
given an ordered dose
when physician-1 records the evaluation weight "8 kg" height "70 cm" body-surface "0.39 m2"
then accepted
when physician-1 orders dose 1 amount "19.5 ug"
then refused order-differs
when physician-1 orders dose 1 amount "12 ug"
then accepted

story: A severe reaction holds the treatment, half the dose follows, and a second one ends it
given an ordered dose
when physician-1 records the evaluation weight "70 kg" height "170 cm" body-surface "1.82 m2"
then accepted
when physician-1 records fitness severe-reaction yes
then accepted
when physician-1 orders dose 1 amount "45.5 ug"
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 1 amount "91 ug"
then refused order-differs
when physician-1 orders dose 1 amount "45.5 ug"
then accepted
when physician-1 records fitness dose 2 severe-reaction yes
then accepted
when physician-1 orders dose 1 amount "45.5 ug"
then refused stop-rule-fired

story: Japan has another licence for it, and this use needs an exception there
given an evaluated patient
when physician-1 confirms eligibility in JP
then refused not-available-here
when physician-1 with physician-2 records an exception in JP country JP status unverified
then accepted
when physician-1 confirms eligibility in JP
then accepted
when physician-1 confirms eligibility in US
then accepted

story: The doses are on Monday, Wednesday and Friday, and a lost one is not made up
given a finished dose for dose 1
at 2026-01-15 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2
then accepted
when tech-1 with tech-2 starts the preparation dose 2
then refused preparation-outside-its-days
