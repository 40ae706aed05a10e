# Graft-versus-host disease, the price of another person's cells.

story: Acute graft-versus-host disease of grade II ends the treatment, and no bag is hung any more
given a finished dose
when physician-1 records the evaluation
then accepted
when physician-1 records an adverse event term acute-graft-versus-host-disease grade 1 scale "modified Glucksberg 1994"
then accepted
when physician-1 orders dose 2 amount "4e8 {CD3+}"
then accepted
when physician-1 records an adverse event term acute-graft-versus-host-disease grade 2 scale "modified Glucksberg 1994"
then accepted
when physician-1 orders dose 2 amount "4e8 {CD3+}"
then refused stop-rule-fired
when physician-1 lifts the hold
then refused not-on-hold
when physician-1 closes the treatment as stopped
then accepted

story: A grade of another scale is not a grade of this one
given a finished dose
when physician-1 records the evaluation
then accepted
when physician-1 records an adverse event term acute-graft-versus-host-disease grade 2 scale Glucksberg
then refused grading-unknown
when physician-1 records an adverse event term acute-graft-versus-host-disease grade 2
then refused grading-unknown
when physician-1 orders dose 2 amount "4e8 {CD3+}"
then accepted

story: A rash holds the treatment until a physician has staged it
given a finished dose
when physician-1 records the evaluation
then accepted
when physician-1 records a visit visit gvhd without new-rash
then refused value-missing
when physician-1 records a visit visit gvhd
then accepted
when physician-1 orders dose 2 amount "4e8 {CD3+}"
then accepted
when physician-1 records a visit visit gvhd new-rash yes
then accepted
when physician-1 orders dose 2 amount "4e8 {CD3+}"
then refused treatment-on-hold
when nurse-1 lifts the hold unsigned
then refused signature-missing
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 2 amount "4e8 {CD3+}"
then accepted

story: Signs of it on the day of an infusion send the bag back
given a released product
at 13:00
when physician-1 records fitness gvhd yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
