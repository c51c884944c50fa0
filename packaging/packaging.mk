# packaging.mk - install, uninstall, dist, deb, sbom; part of the Makefile.
#   make install DESTDIR= PREFIX=/usr/local     the program, manual pages, completions, documents
#   make uninstall                              takes away just these
#   make dist         earshot-VERSION.tar.gz of what is committed; the same bytes each time
#   make deb          a Debian package in build/; make check-deb installs it in a fresh Debian
#   make sbom         build/earshot.cdx.json: libraries and data, with versions and licences
share    = $(DESTDIR)$(PREFIX)/share
man1     = earshot.1
man5     = earshot.ini.5 earshot-formats.5
docs     = README.md NEWS.md LICENSE SECURITY.md

install: $B/earshot
	install -d $(DESTDIR)$(PREFIX)/bin $(share)/man/man1 $(share)/man/man5 $(share)/doc/earshot \
	    $(share)/bash-completion/completions $(share)/zsh/site-functions \
	    $(share)/fish/vendor_completions.d
	install -m 755 $B/earshot $(DESTDIR)$(PREFIX)/bin/earshot
	install -m 644 $(man1) $(share)/man/man1/
	install -m 644 $(man5) $(share)/man/man5/
	install -m 644 $(docs) $(share)/doc/earshot/
	$B/earshot completions bash -o $(share)/bash-completion/completions/earshot
	$B/earshot completions zsh -o $(share)/zsh/site-functions/_earshot
	$B/earshot completions fish -o $(share)/fish/vendor_completions.d/earshot.fish
	chmod 644 $(share)/bash-completion/completions/earshot $(share)/zsh/site-functions/_earshot \
	    $(share)/fish/vendor_completions.d/earshot.fish

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/earshot $(man1:%=$(share)/man/man1/%) $(man5:%=$(share)/man/man5/%) \
	    $(docs:%=$(share)/doc/earshot/%) $(share)/bash-completion/completions/earshot \
	    $(share)/zsh/site-functions/_earshot $(share)/fish/vendor_completions.d/earshot.fish
	-rmdir $(share)/doc/earshot

# git gives every file the time of the commit and no owner; gzip keeps neither name nor time.
dist:
	@git rev-parse -q --verify HEAD >/dev/null || { echo "make dist wants the git repository" >&2; exit 1; }
	@mkdir -p $B
	git archive --format=tar --prefix=earshot-$(VERSION)/ HEAD >$B/dist.tar
	gzip -9nc $B/dist.tar >earshot-$(VERSION).tar.gz
	@rm -f $B/dist.tar
	@echo earshot-$(VERSION).tar.gz

deb: $B/earshot
	@B=$B packaging/deb.sh

check-deb: deb
	@B=$B sh tests/package.sh

sbom: $B/sbom.json
	@cp $< $B/earshot.cdx.json
	@echo $B/earshot.cdx.json

$B/sbom.json: packaging/components.tsv packaging/sbom.sh VERSION
	@mkdir -p $B
	@packaging/sbom.sh >$@

.PHONY: install uninstall dist deb check-deb sbom
