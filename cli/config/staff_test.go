package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealdesk/sales"
)

func TestWhoIsWho(t *testing.T) {
	path := writeConfig(t, `[workspace]
admins = ["UADMIN", "UBOSS"]
[[team]]
name = "华东"
channel = "C1"
manager = "UM1"
director = "UBOSS"
members = ["UM1", "U1"]
[[team]]
id = "b"
name = "Team B"
channel = "C2"
manager = "UM2"
director = "UBOSS"
members = ["U2"]
`, 0o600)
	s, err := load(path, true, nil, testLanguages, false)
	if err != nil {
		t.Fatal(err)
	}
	want := []sales.Person{
		{ID: "U1", Team: "华东", Role: sales.Rep},
		{ID: "U2", Team: "b", Role: sales.Rep},
		{ID: "UADMIN", Role: sales.Admin},
		{ID: "UBOSS", Team: "华东", Role: sales.Director},
		{ID: "UM1", Team: "华东", Role: sales.Manager},
		{ID: "UM2", Team: "b", Role: sales.Manager},
	}
	if diff := cmp.Diff(want, s.Staff.People); diff != "" {
		t.Error(diff)
	}
}
