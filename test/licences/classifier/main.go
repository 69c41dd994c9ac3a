// Names the licences of folders: reads paths from standard input, one a line, and writes for each the path, a tab and what
// its licence files were recognised as, joined by " AND "; nothing after the tab where that is not certain.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"github.com/google/licensecheck"
)

// The names under which licences lie in a folder. A grant of patents adds to a licence and is none.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([-.].*)?$`)

// Files with such a name that are none: source code, and the licence of texts for readers beside that of the program.
var noLicence = regexp.MustCompile(`(?i)\.(go|docs)$`)

// Share of a file's words that must be of known licences, as for pkg.go.dev.
const minPercent = 75

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Printf("%s\t%s\n", lines.Text(), strings.Join(licencesIn(lines.Text()), " AND "))
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

// licencesIn gives the sorted SPDX identifiers of a folder's licence files; none where one of them is not recognised.
func licencesIn(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		log.Fatal(err)
	}
	found := map[string]bool{}
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) || noLicence.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			log.Fatal(err)
		}
		coverage := licensecheck.Scan(text)
		if coverage.Percent < minPercent {
			return nil
		}
		for _, match := range coverage.Match {
			found[match.ID] = true
		}
	}
	ids := make([]string, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}
