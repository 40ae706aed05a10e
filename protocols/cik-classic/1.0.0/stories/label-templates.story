# Labels are drawn from the version of their template that another person than its proposer approved
# after seeing what it draws (21 CFR 11.10(k)).

story: A proposed template prints nothing until another person has seen it drawn and approved it
given a planned treatment
when nurse-3 labels a bag
then accepted
when tech-1 proposes a label template
then accepted
when nurse-3 prints a label from own-labels
then refused label-template-not-in-force
when tech-1 approves a label template
then refused label-template-approved-by-proposer
when qc-1 approves a label template shown b drawn c
then refused label-template-preview-differs
when qc-1 approves a label template drawn none
then refused label-template-preview-differs
when qc-1 approves a label template unsigned
then refused signature-missing
when qc-1 approves a label template
then accepted
when qc-1 approves a label template
then refused label-template-in-force
when nurse-3 prints a label
then refused label-template-not-in-force
when nurse-3 prints a label from own-labels
then accepted

story: Versions are counted, and the name of the layout that comes with the software is nobody's
given an open treatment
when tech-1 proposes a label template named built-in
then refused label-template-name-reserved
when tech-1 proposes a label template version 2
then refused label-template-version-differs
when tech-1 proposes a label template because ""
then refused value-missing
when tech-1 proposes a label template
then accepted
when tech-1 proposes a label template
then refused label-template-version-differs
when qc-1 approves a label template version 2
then refused label-template-unknown

story: A retired version never comes back, and labels are drawn from the built-in layout again
given a planned treatment
when nurse-3 labels a bag
then accepted
when tech-1 proposes a label template
then accepted
when qc-1 approves a label template
then accepted
when nurse-3 prints a label from own-labels
then accepted
when qc-1 retires a label template because ""
then refused value-missing
when qc-1 retires a label template because "too small to read"
then accepted
when qc-1 retires a label template
then refused label-template-retired
when qc-1 approves a label template
then refused label-template-retired
when nurse-3 with nurse-2 prints a label from own-labels because yes
then refused label-template-not-in-force
when nurse-3 with nurse-2 prints a label because yes
then accepted
