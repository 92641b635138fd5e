package sales

import "errors"

// Problem is a refusal by a rule of selling. Code is "noun.what_happened" and is the key of
// its words in lang/ (problem.<code>), which also say what to do next; Field names the form
// field at fault, if any; Args fill the placeholders of the words.
type Problem struct {
	Code  string
	Field string
	Args  map[string]any
}

// Error is for logs and tests; people read the words in lang/.
func (p *Problem) Error() string { return "sales: " + p.Code }

// No makes a Problem; args are name, value pairs.
func No(code string, args ...any) *Problem {
	p := &Problem{Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]any{}
		}
		p.Args[args[i].(string)] = args[i+1]
	}
	return p
}

// At sets the form field the problem is about.
func (p *Problem) At(field string) *Problem { p.Field = field; return p }

// AsProblem unwraps err to a Problem.
func AsProblem(err error) (*Problem, bool) {
	var p *Problem
	ok := errors.As(err, &p)
	return p, ok
}

// At says which form field a problem is about; other errors stay.
func At(field string, err error) error {
	if problem, ok := AsProblem(err); ok {
		return problem.At(field)
	}
	return err
}
