package cards

// ProposalKey is the key of what somebody is shown of a proposal.
func ProposalKey(id, person string) string { return "proposal/" + id + "/" + person }
