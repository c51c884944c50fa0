/* quoted_words.c - see quoted_words.h.  Lists end in NULL; ASCII case does not matter. */

#include "quoted_words.h"

/* clang-format off */
static const char *const open_words[] = {
    "on", "am", "le", "el", "il", "op", "em", "den", "dnia", "w", "pe", "p\xC3\xA5", NULL };
static const char *const wrote_words[] = {
    "wrote", "schrieb", "a \xC3\xA9" "crit", "escribi\xC3\xB3", "ha scritto", "schreef", "escreveu",
    "skrev", "napisa\xC5\x82", "kirjoitti", "yazd\xC4\xB1", NULL };
static const char *const below_words[] = {
    "original message", "urspr\xC3\xBCngliche nachricht", "original-nachricht",
    "originalnachricht", "message d'origine", "mensaje original", "messaggio originale",
    "oorspronkelijk bericht", "mensagem original", "ursprungligt meddelande",
    "forwarded message", "begin forwarded message", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "message transf\xC3\xA9r\xC3\xA9",
    "mensaje reenviado", "messaggio inoltrato", "doorgestuurd bericht", NULL };
static const char *const from_words[] = {
    "from", "von", "de", "da", "van", "fr\xC3\xA5n", "fra", NULL };
static const char *const header_words[] = {
    "sent", "date", "to", "cc", "subject", "gesendet", "datum", "an", "betreff",
    "envoy\xC3\xA9", "\xC3\xA0", "objet", "enviado", "para", "asunto", "inviato", "a", "oggetto",
    "verzonden", "aan", "onderwerp", "assunto", "skickat", "till", "\xC3\xA4mne", "sendt", "til",
    "emne", "reply-to", "date sent", NULL };
static const char *const device_words[] = {
    "sent from my ", "sent from outlook", "sent from mail for", "sent from yahoo",
    "sent from proton", "get outlook for", "sent with ", "sent via ", "von meinem ", "gesendet mit ",
    "gesendet von ", "diese nachricht wurde von meinem ", "envoy\xC3\xA9 de mon ",
    "envoy\xC3\xA9 depuis ", "enviado desde mi ", "inviato da ", "verstuurd vanaf ",
    "enviado do meu ", "skickat fr\xC3\xA5n ", "outlook f\xC3\xBCr ios", NULL };
static const char *const close_words[] = {
    "best", "best regards", "kind regards", "warm regards", "warmest regards", "regards",
    "with regards", "with kind regards", "with best regards", "many thanks and regards",
    "best wishes", "all the best", "sincerely", "sincerely yours", "yours sincerely",
    "yours faithfully", "yours truly", "respectfully", "respectfully yours", "yours", "cheers",
    "thanks", "thank you", "thanks again", "many thanks", "thank you very much", "thanks a lot",
    "thanks so much", "thank you so much", "thanks in advance", "thank you in advance",
    "many thanks in advance", "thanks and regards", "thanks and best regards", "thanks & regards",
    "mit freundlichen gr\xC3\xBC\xC3\x9F" "en", "mit freundlichen gr\xC3\xBCssen",
    "mit freundlichen gruessen", "mit freundlichem gru\xC3\x9F", "mit besten gr\xC3\xBC\xC3\x9F" "en",
    "freundliche gr\xC3\xBC\xC3\x9F" "e", "freundliche gr\xC3\xBCsse", "viele gr\xC3\xBC\xC3\x9F" "e",
    "vielen dank und freundliche gr\xC3\xBC\xC3\x9F" "e", "liebe gr\xC3\xBC\xC3\x9F" "e",
    "beste gr\xC3\xBC\xC3\x9F" "e", "sch\xC3\xB6ne gr\xC3\xBC\xC3\x9F" "e", "herzliche gr\xC3\xBC\xC3\x9F" "e",
    "hochachtungsvoll", "gru\xC3\x9F", "vielen dank", "vielen dank im voraus", "danke",
    "danke im voraus", "besten dank", "herzlichen dank", "mfg", "vg", "lg", "bg",
    "cordialement", "bien cordialement", "bien \xC3\xA0 vous", "merci", "merci d'avance",
    "saludos", "saludos cordiales", "un saludo", "atentamente", "gracias", "cordiali saluti",
    "distinti saluti", "grazie", "met vriendelijke groet", "met vriendelijke groeten", "groeten",
    "atenciosamente", "obrigado", "obrigada", "v\xC3\xA4nliga h\xC3\xA4lsningar",
    "med v\xC3\xA4nlig h\xC3\xA4lsning", "mvh", NULL };
static const char *const answer_words[] = {
    "re", "aw", "fwd", "fw", "wg", "antw", "antwort", "sv", "vs", "vb", "tr", "rv", "rif", "r",
    "i", "res", "enc", "doorst", "odp", "pd", "ynt", "ref", NULL };
/* clang-format on */

static bool
is_one(const char *const *list, struct text t)
{
    for (size_t i = 0; list[i] != NULL; i++)
        if (text_eq_nocase(t, text_of(list[i])))
            return true;
    return false;
}

static bool
starts_one(const char *const *list, struct text t)
{
    for (size_t i = 0; list[i] != NULL; i++)
        if (text_starts_nocase(t, text_of(list[i])))
            return true;
    return false;
}

bool
quoted_words_open(struct text first)
{
    return is_one(open_words, first);
}

bool
quoted_words_wrote(struct text line)
{
    for (size_t i = 0; wrote_words[i] != NULL; i++)
        if (text_find_nocase(line, text_of(wrote_words[i])) != TEXT_NPOS)
            return true;
    return false;
}

static bool
is_rule(char c)
{
    return c == '-' || c == '_' || c == '=' || c == '*' || c == ' ' || c == ':';
}

bool
quoted_words_below(struct text line)
{
    size_t rules = line.n;

    while (line.n > 0 && is_rule(line.p[0]))
        line = text_from(line, 1);
    while (line.n > 0 && is_rule(line.p[line.n - 1]))
        line.n--;
    return rules > line.n && is_one(below_words, line);
}

bool
quoted_words_from(struct text name)
{
    return is_one(from_words, name);
}

bool
quoted_words_header(struct text name)
{
    return is_one(header_words, name);
}

bool
quoted_words_device(struct text line)
{
    return starts_one(device_words, line);
}

bool
quoted_words_close(struct text line)
{
    while (line.n > 0 && (line.p[line.n - 1] == ',' || line.p[line.n - 1] == '!' ||
                          line.p[line.n - 1] == '.' || line.p[line.n - 1] == ' '))
        line.n--;
    return is_one(close_words, line);
}

bool
quoted_words_answer(struct text head)
{
    size_t open = text_find_char(head, '[');

    return is_one(answer_words, text_trim(open == TEXT_NPOS ? head : text_sub(head, 0, open)));
}
