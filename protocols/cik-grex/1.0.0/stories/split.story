story: The culture is split once, on day 7, and not on another day
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step priming
then accepted
at 2026-01-13 09:00
when tech-1 with tech-2 performs step activation
then accepted
at 2026-01-16 09:00
when tech-1 with tech-2 performs step first-feed
then accepted
at 2026-01-18 09:00
when tech-1 with tech-2 performs step split
then refused step-outside-its-days
at 2026-01-19 09:00
when tech-1 with tech-2 performs step split grown no
then accepted
when tech-1 with tech-2 performs step split
then refused step-already-done

story: A culture that was not split is not harvested
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step priming
then accepted
at 2026-01-13 09:00
when tech-1 with tech-2 performs step activation
then accepted
at 2026-01-16 09:00
when tech-1 with tech-2 performs step first-feed
then accepted
at 2026-01-20 09:00
when tech-1 with tech-2 performs step split
then refused step-outside-its-days
when tech-1 with tech-2 performs step sterility-sample
then refused step-out-of-order, step-outside-its-days
