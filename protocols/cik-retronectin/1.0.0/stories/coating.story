story: Cells are activated only on flasks of which the coating is in the record
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step priming
then accepted
at 2026-01-13 09:00
when tech-1 with tech-2 performs step activation
then refused step-out-of-order
when tech-1 with tech-2 performs step coating
then refused step-outside-its-days

story: A coating without one of its two proteins is none
given a culture
when tech-1 with tech-2 performs step coating no-material retronectin
then refused material-missing
when tech-1 with tech-2 performs step coating no-material anti-cd3
then refused material-missing
when tech-1 with tech-2 performs step coating expired retronectin
then refused material-expired
when tech-1 with tech-2 performs step coating
then accepted
