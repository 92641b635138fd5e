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

// Own is the share from which p needs someone else's decision. From the managers' limit on
// that is everybody, whatever limit of their own a rep has.
func (a Authority) Own(p Person) Percent {
	a = a.Of(p)
	switch rank(p.Role) {
	case 0:
		return 0
	case 1:
		return min(a.Rep, a.Manager)
	}
	return a.Manager
}
