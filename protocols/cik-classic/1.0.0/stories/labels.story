story: A bag is filled only under a label that was printed and scanned back
given a planned treatment
at 2026-01-12 08:00
when nurse-3 prints a label
then refused label-missing
when nurse-3 labels a bag
then accepted
when nurse-3 collects
then refused label-not-verified
when nurse-3 scans the label
then refused label-not-printed
when nurse-3 accounts for labels applied 1
then refused label-not-printed
when nurse-3 prints a label copies 0
then refused label-copies-out-of-range
when nurse-3 prints a label copies 21
then refused label-copies-out-of-range
when nurse-3 prints a label copies 2
then accepted
when nurse-3 collects
then refused label-not-verified
when nurse-3 scans the label of BLOOD-2
then refused label-mismatch
when nurse-3 scans the label
then accepted
when nurse-3 collects
then accepted

story: The same label again needs a reason and a second person
given a labelled bag
when nurse-3 prints a label
then refused label-already-printed, witness-missing
when nurse-3 with nurse-2 prints a label
then refused label-already-printed
when nurse-3 prints a label because yes
then refused witness-missing
when nurse-3 with nurse-3 prints a label because yes
then refused witness-is-performer
when nurse-3 with nurse-2 prints a label because yes
then accepted
when nurse-3 collects
then refused label-not-verified
when nurse-3 scans the label
then accepted
when nurse-3 collects
then accepted

story: No culture starts before the labels of its collection balance
given a labelled bag
when nurse-3 collects
then accepted
when nurse-3 with tech-1 hands over container BLOOD-1 from ward to "clean room"
then accepted
when nurse-3 prints a label saying c copies 2
then accepted
when nurse-3 scans the label saying a
then refused label-mismatch
when nurse-3 scans the label saying c
then accepted
when tech-1 with tech-2 starts the culture
then refused labels-unbalanced
when nurse-3 accounts for labels applied 4
then refused labels-miscounted
when nurse-3 accounts for labels
then refused labels-miscounted
when nurse-3 accounts for labels applied 2 unsigned
then refused signature-missing
when nurse-3 accounts for labels applied 2
then accepted
when tech-1 with tech-2 starts the culture
then refused labels-unbalanced
when nurse-3 accounts for labels destroyed 1
then refused witness-missing
when nurse-3 with nurse-2 accounts for labels destroyed 1
then accepted
when nurse-3 accounts for labels applied 1
then refused labels-already-accounted
when tech-1 with tech-2 starts the culture
then accepted
when nurse-3 prints a label saying e
then refused container-already-used

story: A product is released only under its full label, with every label accounted for
given a labelled product bag
when tech-1 with tech-2 harvests
then accepted
when qp-1 releases
then refused label-not-verified, labels-unbalanced, result-missing, review-missing
when tech-1 prints a label for product saying d
then accepted
when tech-1 scans the label for product
then refused label-mismatch
when tech-1 scans the label for product saying d
then accepted
when qp-1 releases
then refused labels-unbalanced, result-missing, review-missing
when tech-1 accounts for labels for product applied 1 spoiled 1
then accepted
given a tested product
when qp-1 releases
then accepted
given an observed infusion
when tech-1 prints a label for product saying e
then refused container-already-infused

story: No label is printed for a product that was put away
given a harvested product
when qp-1 rejects
then accepted
when tech-1 prints a label for product saying e
then refused product-rejected
