# What looks at .github/workflows, which no machine of this project runs. Included by the Makefile in the folder above.

.PHONY: lint-workflows
lint-workflows: setup-python ## actionlint on .github/workflows
	$(in_root) scripts/workflows/lint.sh $(target)/workflows .github/workflows/*.yml
