story: Doses are given in their order and on their days
given a planned treatment
when physician-1 records fitness dose 2
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 2
then refused dose-out-of-order, dose-too-early, product-unknown
when physician-1 records fitness dose 99
then refused dose-unplanned

story: A missed dose is lost, and the course goes on
given a culture
at 2026-02-02 09:00
when physician-1 records fitness dose 2
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 2
then refused dose-too-early, product-unknown
at 2026-02-09 09:00
when physician-1 records fitness dose 2
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 2
then refused product-unknown

story: The infusion is watched to its end
given a running infusion
when nurse-1 records vital signs without temperature
then refused value-missing
when nurse-1 records vital signs mood good
then refused unknown-input
when nurse-1 records vital signs temperature "101 [iU]"
then refused value-unit-wrong
when nurse-1 records vital signs dose 2
then refused infusion-not-running
when nurse-1 records vital signs systolic "80 mm[Hg]"
then accepted
when nurse-1 ends the observation because care
then refused infusion-running
when physician-1 closes the treatment as died
then refused infusion-running
when nurse-1 ends the infusion volume "300 mL"
then refused volume-out-of-range
when nurse-1 ends the infusion volume "100 g"
then refused value-unit-wrong
when nurse-1 ends the infusion dose 2
then refused infusion-not-running
when nurse-1 ends the infusion volume "60 mL" as stopped
then accepted
when nurse-1 ends the infusion
then refused infusion-already-ended

story: Whatever is less than the whole bag is given a reason
given a running infusion
when nurse-1 ends the infusion volume "60 mL" as stopped because nothing
then refused value-missing
when nurse-1 ends the infusion volume "199 mL" because nothing
then refused value-missing
when nurse-1 ends the infusion volume "199 mL" because rest
then accepted

story: Nobody leaves before the watch is over and the vital signs are good
given an ended infusion
at +10 min
when nurse-1 ends the observation because care
then refused observation-too-short, vital-signs-missing
at +5 h
when nurse-1 ends the observation because care
then refused vital-signs-missing
when nurse-1 records vital signs oxygen-saturation "90 %"
then accepted
when nurse-1 ends the observation because care
then refused vital-signs-outside
when nurse-1 records vital signs
then accepted
when nurse-1 ends the observation because care
then accepted
when nurse-1 ends the observation because care
then refused observation-already-ended
when nurse-1 records vital signs
then refused observation-already-ended
when nurse-1 ends the observation dose 2
then refused infusion-not-running

story: A hold keeps every bag from the patient until a physician lifts it
given a fit patient
when nurse-1 places a hold
then accepted
when nurse-1 places a hold
then refused treatment-on-hold
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold
when physician-1 lifts the hold unsigned
then refused signature-missing
when physician-1 lifts the hold claiming "-10 min"
then refused time-before-last
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: A severe reaction ends dosing, and the rest of the treatment goes on
given an observed infusion
when physician-1 records an adverse event term infusion-related-reaction grade 2
then accepted
when physician-1 records an adverse event term infusion-related-reaction grade 3 scale "my own"
then refused grading-unknown
when physician-1 records an adverse event term infusion-related-reaction grade 6
then refused grade-impossible
when physician-1 records an adverse event term "" grade 3
then refused value-missing
when physician-1 records an adverse event term infusion-related-reaction grade 3
then accepted
when physician-1 lifts the hold
then accepted
given a grown culture
when physician-1 records a visit visit tea
then refused unknown-visit
when physician-1 records a visit visit day-after without fever
then refused value-missing
when physician-1 records a visit visit day-after
then accepted
when physician-1 closes the treatment as stopped
then accepted

story: A treatment is completed when every dose and every result is in
given a finished dose for dose 4
when physician-1 closes the treatment unsigned
then refused signature-missing
when physician-1 closes the treatment
then accepted
when physician-1 closes the treatment
then refused treatment-closed
when qc-1 records a result test sterility value growth
then accepted

story: Vital signs that are entered late do not stand for the last ones
given an ended infusion
at +5 h
when nurse-1 records vital signs oxygen-saturation "90 %"
then accepted
when nurse-1 records vital signs claiming "-25 min"
then accepted
when nurse-1 ends the observation because care
then refused vital-signs-outside
when nurse-1 records vital signs
then accepted
when nurse-1 ends the observation because care
then accepted

story: A protocol without vital signs lets nobody leave
given the protocol without vital signs
given an ended infusion
at +5 h
when nurse-1 records vital signs
then accepted
when nurse-1 ends the observation because care
then refused no-rule

story: A grade stands on the measured value, on its own scale
given an observed infusion
when physician-1 records an adverse event term neutrophils grade 2 value "0.80 10*9/L" lower-limit "1.8 10*9/L"
then refused grade-differs
when physician-1 records an adverse event term neutrophils grade 2 value "0.80 10*9/L"
then refused grade-differs
when physician-1 records an adverse event term neutrophils grade 2 value "0.80 mg/dL" lower-limit "1.8 10*9/L"
then refused grade-not-worked-out
when physician-1 records an adverse event term neutrophils grade 3 value "0.80 10*9/L" lower-limit "1.8 10*9/L"
then accepted
