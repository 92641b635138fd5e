package sales

// Of is the authority as it holds for what p asks for: a limit of their own takes the
// place of their role's, lower or higher. Whatever is at the limit or above it is for the
// next level, as with the limits of roles (R80).
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

// own is the share from which on p needs somebody else.
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
