#include "stopwords.h"

#include <string.h>

#include "token.h"

/* Words between single spaces, one space at both ends, so that a search for " word " is exact. */
static const struct list {
    const char *language;
    const char *stop, *question, *negation;
} lists[] = {
    /* clang-format off */
    { "en",
      " a an the this that these those there here it its it's i i'm im i've ive i'd i'll me my mine myself we we're "
      "we've we'd we'll us our ours you you're youre you've your yours he he's she she's him his her hers they they're "
      "they've them their theirs one am is are was were be been being do does did doing done have has had having "
      "will would shall should can could may might must of in on at to for from by with about as into onto over "
      "under between through during before after above below up down out off than then and or but if so because "
      "while although though since until unless whether just also too very really still already yet ever even "
      "only some any all both each every either such same other another much many more most less few lot lots "
      "please thanks thank hi hello hey anyone anybody someone somebody something anything everyone everything "
      "get got let let's like etc eg ie s t re ve ll d m ",
      " what what's whats who who's whos whom whose which when when's where where's why why's how how's hows ",
      " not no nor never none nothing nobody without cannot can't cant don't dont doesn't doesnt didn't didnt isn't "
      "isnt aren't arent wasn't wasnt weren't werent won't wont wouldn't wouldnt shouldn't shouldnt couldn't couldnt "
      "haven't havent hasn't hasnt hadn't hadnt mustn't needn't ain't " },
    { "de",
      " der die das den dem des ein eine einer eines einem einen und oder aber wenn weil dass daß ob als wie auch "
      "noch nur schon sehr so zu zum zur in im an am auf aus bei beim mit nach von vom vor für über unter durch um "
      "bis seit ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine meinen meinem "
      "meiner dein deine sein seine unser unsere euer eure dieser diese dieses diesen diesem jeder jede jedes man "
      "ist sind war waren bin bist seid wird werden wurde wurden worden habe hast hat haben hatte hatten kann kannst "
      "können könnte könnten muss müssen soll sollte sollten will wollen darf dürfen mag möchte möchten da dort hier "
      "dann denn doch mal bitte danke hallo etwas alle alles mehr eigentlich gibt jemand ",
      " wer wen wem wessen was wann wo wohin woher warum weshalb wieso wie wieviel welche welcher welches welchen "
      "welchem womit wofür ",
      " nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne " },
    { "fr",
      " le la les l un une des du de d à au aux en dans sur sous par pour avec entre chez vers et ou mais si car donc "
      "or que qu comme je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y mon ma mes ton ta tes "
      "son sa ses notre nos votre vos ce c cet cette ces cela ça celui celle ceux suis es est sommes êtes sont était "
      "étaient être été ai as a avons avez ont avait avaient avoir fait faire peut peux pouvez pouvoir peuvent doit "
      "dois doivent faut plus moins très aussi encore déjà tout toute tous toutes même autre autres bien bonjour "
      "merci quelqu'un quelque quelques est-ce ",
      " qui quoi quand où comment pourquoi combien quel quelle quels quelles lequel laquelle lesquels lesquelles ",
      " ne n pas non jamais rien personne aucun aucune sans ni " },
    { "es",
      " el la los las un una unos unas lo al del de a en con por para entre sobre desde hasta y e o u pero si porque "
      "que como yo tú él ella nosotros vosotros ellos ellas me te se le les nos os mi mis tu tus su sus nuestro nuestra "
      "este esta estos estas ese esa esos esas eso esto es son era eran ser sido soy eres somos está están estoy estar "
      "he has ha hemos han había haber hay hacer hace puede puedo pueden poder debe debo deben tengo tiene tienen "
      "tener más menos muy también ya todo toda todos todas otro otra otros otras mismo hola gracias alguien algo "
      "algún alguna ",
      " qué quién quiénes cuándo dónde adónde cómo cuál cuáles cuánto cuánta cuántos cuántas quien cuando donde ",
      " no ni nunca jamás nada nadie ningún ninguna ninguno sin " },
    { "it",
      " il lo la i gli le l un uno una di a da in con su per tra fra del dello della dei degli delle dell al allo alla "
      "ai agli alle all dal dallo dalla dai dagli dalle dall nel nello nella nei negli nelle nell sul sullo sulla sui "
      "sugli sulle sull e ed o ma se perciò anche io tu lui lei noi voi loro mi ti si ci vi ne mio mia miei mie tuo "
      "tua suo sua suoi sue nostro nostra vostro vostra questo questa questi queste quello quella quelli quelle è sono "
      "era erano essere stato sei siamo siete ho hai ha abbiamo avete hanno aveva avere fare fa può posso possono "
      "potere deve devo devono più meno molto già tutto tutta tutti tutte altro altra altri altre ciao grazie "
      "qualcuno qualcosa ",
      " chi che cosa quando dove come perché quale quali quanto quanta quanti quante cos dov com ",
      " non né mai niente nulla nessuno nessuna senza no " },
    { "pt",
      " o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com entre sobre "
      "desde até e ou mas se porque que como eu tu ele ela nós vós eles elas você vocês me te lhe lhes meu minha meus "
      "minhas teu tua seu sua seus suas nosso nossa este esta estes estas esse essa esses essas isso isto aquele aquela "
      "é são era eram ser sido sou somos está estão estou estar tenho tem têm temos ter tinha há haver fazer faz pode "
      "posso podem poder deve devo devem mais menos muito também já todo toda todos todas outro outra outros outras "
      "olá obrigado obrigada alguém algo algum alguma ",
      " quem quê quando onde aonde como qual quais quanto quanta quantos quantas porquê ",
      " não nem nunca jamais nada ninguém nenhum nenhuma sem " },
    { "nl",
      " de het een en of maar als dat omdat want ook nog al heel zo te in op aan uit bij met naar van voor over onder "
      "door om tot sinds ik jij je u hij zij ze we wij jullie mij me jou hem haar ons hen hun mijn jouw uw zijn onze "
      "deze dit die er hier daar dan is ben bent was waren wordt worden werd heb hebt heeft hebben had hadden kan kun "
      "kunt kunnen kon moet moeten mag mogen wil willen zal zullen zou zouden gaat gaan meer minder veel alle alles "
      "andere iemand iets hallo bedankt graag ",
      " wie wat wanneer waar waarom hoe hoeveel welke welk waarheen waarmee ",
      " niet geen nooit niets niemand zonder nee " },
    { "sv",
      " en ett den det de och eller men om att som i på av till från för med vid under över mellan jag du han hon vi ni "
      "dem mig dig sig oss er min mitt mina din ditt dina sin sitt sina är var vara varit blir bli har hade ha kan kunde "
      "ska skulle måste får vill också så mycket mer mindre alla allt någon något här där då nu hej tack ",
      " vem vad när vart varför hur vilken vilket vilka ",
      " inte ej aldrig ingen inget inga utan " },
    { "da",
      " en et den det de og eller men om at som i på af til fra for med ved under over mellem jeg du han hun vi dem mig "
      "dig sig os jer min mit mine din dit dine sin sit sine er var være været bliver blive har havde have kan kunne skal "
      "skulle må vil ville også så meget mere mindre alle alt nogen noget her der da nu hej tak ",
      " hvem hvad hvornår hvor hvorfor hvordan hvilken hvilket hvilke ",
      " ikke aldrig ingen intet uden " },
    { "no",
      " en et ei den det de og eller men om at som i på av til fra for med ved under over mellom jeg du han hun vi dere "
      "dem meg deg seg oss min mitt mine din ditt dine sin sitt sine er var være vært blir bli har hadde ha kan kunne "
      "skal skulle må vil ville også så mye mer mindre alle alt noen noe her der da nå hei takk ",
      " hvem hva når hvor hvorfor hvordan hvilken hvilket hvilke ",
      " ikke aldri ingen intet uten " },
    { "ru",
      " и в во на с со к ко у о об от до из за по под над при для без через между а но или если что чтобы как так же ли "
      "бы то это этот эта эти тот та те я ты он она оно мы вы они меня тебя его её ее нас вас их мне тебе ему ей нам вам "
      "им мой моя мои твой свой наш ваш быть был была были есть будет могу может можно нужно надо уже ещё еще очень "
      "только все всё весь другой здравствуйте спасибо кто-то что-нибудь ",
      " кто что когда где куда откуда почему зачем как какой какая какие каким сколько который чем ",
      " не ни нет никогда ничего никто нельзя без " },
    /* clang-format on */
};

static const char *const languages[N_ELEMENTS(lists) + 1] = {
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "ru",
};

static bool
has(const char *words, const char *padded)
{
    return strstr(words, padded) != NULL;
}

unsigned
stopwords_flags(const char *language, struct text folded)
{
    char padded[STOPWORDS_MAX_BYTES + 3];
    unsigned flags = 0;

    if (folded.n == 0 || folded.n > STOPWORDS_MAX_BYTES ||
        memchr(folded.p, ' ', folded.n) != NULL || memchr(folded.p, '\0', folded.n) != NULL)
        return 0;
    padded[0] = ' ';
    memcpy(padded + 1, folded.p, folded.n);
    padded[folded.n + 1] = ' ';
    padded[folded.n + 2] = '\0';
    for (size_t i = 0; i < N_ELEMENTS(lists); i++) {
        if (strcmp(lists[i].language, language) != 0)
            continue;
        if (has(lists[i].stop, padded))
            flags |= TOKEN_STOP;
        if (has(lists[i].question, padded))
            flags |= TOKEN_STOP | TOKEN_QUESTION_WORD;
        if (has(lists[i].negation, padded))
            flags |= TOKEN_STOP | TOKEN_NEGATION;
    }
    return flags;
}

const char *const *
stopwords_languages(void)
{
    return languages;
}
