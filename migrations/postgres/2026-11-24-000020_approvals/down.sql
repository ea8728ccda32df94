DROP TABLE approval_links;
DROP TABLE approval_decisions;
DROP TABLE approval_deciders;
DROP TABLE approvals;
DROP TABLE approval_chains;
