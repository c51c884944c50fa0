// rival_xapian.cc - see rival.h: Xapian's glass backend, English stemmer, BM25 with our k1 and b.

#include "rival.h"

#include <string>
#include <vector>

#include <xapian.h>

namespace
{

struct engine {
    Xapian::WritableDatabase db;
    Xapian::Stem stem;
    Xapian::TermGenerator terms;

    explicit engine(const std::string &dir)
        : db(dir + "/xapian", Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_DANGEROUS |
                                  Xapian::DB_NO_SYNC | Xapian::DB_BACKEND_GLASS),
          stem("english")
    {
        terms.set_stemmer(stem);
        terms.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
    }
};

void *
xapian_open(const char *dir)
{
    return new engine(dir);
}

void
xapian_add(void *self, const char *text, size_t n)
{
    engine *e = static_cast<engine *>(self);
    Xapian::Document doc;

    e->terms.set_document(doc);
    e->terms.index_text_without_positions(std::string(text, n));
    e->db.add_document(doc);
}

void
xapian_ready(void *self)
{
    static_cast<engine *>(self)->db.commit();
}

size_t
xapian_search(void *self, const char *const *words, size_t n_words, size_t k, uint32_t *ret)
{
    engine *e = static_cast<engine *>(self);
    Xapian::Enquire enquire(e->db);
    std::vector<std::string> stems;
    size_t n = 0;

    for (size_t i = 0; i < n_words; i++)
        stems.push_back(e->stem(words[i]));
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, stems.begin(), stems.end()));
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, .75, 0));
    Xapian::MSet hits = enquire.get_mset(0, static_cast<Xapian::doccount>(k));
    for (Xapian::MSetIterator i = hits.begin(); i != hits.end() && n < k; ++i)
        ret[n++] = *i - 1;
    return n;
}

void
xapian_close(void *self)
{
    delete static_cast<engine *>(self);
}

} // namespace

extern "C" const struct rival rival_xapian = {
    "Xapian", xapian_open, xapian_add, xapian_ready, xapian_search, xapian_close,
};
