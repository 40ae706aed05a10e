# Nine million IU, flat; bevacizumab goes along under its own label.

story: The order is in units, and is the flat dose
given an ordered dose
when physician-1 orders dose 1 amount "9000000 [iU]"
then accepted
when physician-1 orders dose 1 amount "9 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "18000000 [iU]"
then refused order-differs

story: Who may not have bevacizumab does not begin
given an open treatment
when physician-1 records the evaluation bevacizumab-allowed no
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met

story: Progression holds the treatment until oncology has decided
given a finished dose for dose 1
when physician-1 records a visit visit thyroid progression yes
then accepted
when physician-1 orders dose 2
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
