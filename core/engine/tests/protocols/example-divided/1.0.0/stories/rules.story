# Each rule of the protocol is asked on both sides of its limit.

story: Every wall of a criterion decides, on both sides
for each criterion

story: Every consent is needed
for each consent

story: Where it may be had, and where only under an exception
for each availability

story: Every step has its days, its order, its second person, its materials and its values
for each step

story: Every limit is kept on both sides
for each limit

story: Every test of the specification is needed and decides
for each test

story: Every criterion of fitness decides on the day
for each fitness criterion

story: Every vital sign has the limit that stops the bag
for each vital sign

story: Every stop rule fires, and a fired one keeps the bag from the patient
for each stop rule
