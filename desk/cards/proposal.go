package cards

// ProposalKey returns the key of the post about a proposal to a person.
func ProposalKey(id, person string) string { return "proposal/" + id + "/" + person }
