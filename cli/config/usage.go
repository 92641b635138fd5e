package config

// UsageError is a wrong command line that cobra could not see.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }
