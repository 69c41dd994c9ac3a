module doka-tracing.test/licences/classifier

go 1.26.8

require github.com/google/licensecheck v0.3.1
