# Ten days of culture, and interleukin-15 from the third day on.

story: The cells are harvested on day 10, not a day earlier and not a day later
given a grown culture
at 2026-01-21 05:00
when tech-1 labels a bag for product
then accepted
when tech-1 prints a label for product
then accepted
when tech-1 scans the label for product
then accepted
when tech-1 with tech-2 harvests
then refused step-outside-its-days
at 2026-01-22 05:00
when tech-1 with tech-2 harvests
then accepted

story: Interleukin-15 begins on day 3, after the activation
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step priming
then accepted
at 2026-01-15 09:00
when tech-1 with tech-2 performs step interleukin-15
then refused step-out-of-order

story: A culture without plasma, platelet lysate or serum does not grow
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step priming no-material supplement
then refused material-missing
when tech-1 with tech-2 performs step priming supplement no
then accepted
