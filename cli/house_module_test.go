package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// go mod tidy keeps direct and indirect requirements apart only if the file has one block for
// each.
func TestTheModuleFileHasABlockOfDirectAndOneOfIndirectRequirements(t *testing.T) {
	text, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s)\nrequire \((.*?)\n\)`).FindAllStringSubmatch(string(text), -1)
	if n := strings.Count(string(text), "\nrequire"); n != 2 || len(blocks) != 2 {
		t.Fatalf("go.mod has %d lists of requirements, want a block of direct ones and a block of indirect ones", n)
	}
	for i, block := range blocks {
		for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
			if indirect := strings.HasSuffix(line, "// indirect"); indirect != (i == 1) {
				t.Errorf("go.mod: %q is in the wrong block; the first is for what is imported here", strings.TrimSpace(line))
			}
		}
	}
}
