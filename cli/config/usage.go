package config

// UsageError is a mistake in the command line that cobra does not detect.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }
