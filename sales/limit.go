package sales

// Of returns the authority for requests of p: their own limit replaces that of their role,
// whether lower or higher. As with the limits of roles, anything at the limit or above it
// is for the next level.
func (a Authority) Of(p Person) Authority {
	switch {
	case p.Limit <= 0:
	case rank(p.Role) >= rank(Manager):
		a.Rep, a.Manager = min(a.Rep, p.Limit), p.Limit
	default:
		a.Rep = p.Limit
	}
	return a
}

// own is the share from which p needs someone else's decision.
func (a Authority) own(p Person) Percent {
	a = a.Of(p)
	switch rank(p.Role) {
	case 0:
		return 0
	case 1:
		return a.Rep
	}
	return a.Manager
}
