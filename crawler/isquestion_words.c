/* isquestion_words.c - see isquestion_words.h. */

#include "isquestion_words.h"

#include "text.h"

/* clang-format off */
const struct isquestion_cue isquestion_starts[] = {
    /* English: question words and inverted auxiliaries */
    { "what", 3 }, { "what's", 3 }, { "whats", 3 }, { "which", 3 }, { "who", 2.5 }, { "who's", 3 }, { "whose", 2.5 },
    { "whom", 3 }, { "where", 2.5 }, { "where's", 3 }, { "when", .6 }, { "why", 3 }, { "how", 2.8 }, { "how's", 3 },
    { "how to", 3 }, { "how do", 3.5 }, { "how can", 3.5 }, { "how long", 3.5 }, { "how much", 3.5 }, { "how many", 3.5 },
    { "when is", 3 }, { "when are", 3 }, { "when do", 3 }, { "when does", 3 }, { "when did", 3 }, { "when will", 3 },
    { "when can", 3 }, { "when should", 3 }, { "when to", 2.5 }, { "when was", 2 }, { "when would", 3 },
    { "is", 2.5 }, { "isn't", 2.5 }, { "are", 2.5 }, { "aren't", 2.5 }, { "am i", 3 }, { "was", 1 }, { "were", 1 },
    { "do", 1.5 }, { "do i", 3.5 }, { "do you", 3.5 }, { "do we", 3 }, { "do they", 3 }, { "do not", -1 }, { "don't", -.5 },
    { "don't you", 2.5 }, { "does", 3 }, { "doesn't", 1 }, { "did", 2.5 }, { "didn't", 0 }, { "can", 3 }, { "can't", .5 },
    { "cannot", .8 }, { "could", 2.5 }, { "couldn't", 0 }, { "should", 2.8 }, { "shouldn't", 2 }, { "would", 2.5 },
    { "wouldn't", 1.5 }, { "will", 1.8 }, { "won't", .8 }, { "has anyone", 4 }, { "has anybody", 4 }, { "have you", 2.5 },
    { "have any", 3 }, { "have i", 2 }, { "has", 1.2 }, { "may i", 3 }, { "must i", 3 }, { "shall", 2 }, { "to what", 3 },
    { "in what", 2.5 }, { "in which", 1.5 }, { "at what", 3 }, { "for what", 2.5 }, { "by what", 2.5 }, { "on what", 2.5 },
    { "from where", 2.5 }, { "about how", 2 }, { "so what", 2 }, { "so how", 2.5 }, { "and what", 2 }, { "and how", 2 },
    { "but what", 2 }, { "but how", 2 }, { "but why", 2 }, { "also what", 2 }, { "if so", 2 }, { "any", 2.2 },
    { "any idea", 3 }, { "any ideas", 3 }, { "any chance", 3 }, { "any suggestions", 3.5 }, { "any tips", 3 },
    { "any advice", 3.5 }, { "any recommendations", 3.5 }, { "any one", 3 }, { "anyone", 3.2 }, { "anybody", 3.2 },
    { "anything", 1.5 }, { "does anyone", 4 }, { "is there", 3.5 }, { "is it", 3 }, { "are there", 3.5 },
    { "looking for", 2.5 }, { "need help", 3 }, { "need advice", 3.5 }, { "need some", 2 }, { "need a", 1.5 }, { "help with", 2.5 },
    { "help", 2 }, { "help me", 2.5 }, { "please help", 3 }, { "seeking", 2 }, { "wanted", .5 }, { "wondering", 2.5 },
    { "recommend*", 2.2 }, { "suggest*", 2 }, { "advice", 2.5 }, { "opinions", 2 }, { "thoughts on", 2.2 }, { "thoughts about", 2.2 },
    { "best way to", 2.5 }, { "best", 1.2 }, { "difference between", 3 }, { "differences between", 2.5 }, { "question", 2 }, { "questions", 1.5 },
    { "trying to", 2 }, { "unable to", 2.2 }, { "problem*", 2 }, { "trouble", 2 }, { "issue*", 1.5 }, { "error*", 2 },
    { "confused", 2 }, { "possible to", 2.5 }, { "who is", 3 }, { "could someone", 4 }, { "can someone", 4 }, { "can anyone", 4 },
    { "meaning of", 2.5 }, { "prove", 2.5 }, { "proving", 2.2 }, { "show that", 2.2 }, { "find", 1.5 }, { "finding", 1.8 }, { "using", 1.4 },
    { "getting", 1.4 }, { "converting", 1.5 }, { "convert", 1.5 }, { "creating", 1.2 }, { "understanding", 1.5 }, { "why's", 3 },
    { "is this", 3 }, { "ok so how", 3 }, { "hello", .2 },
    /* English: statements, wishes, orders */
    { "i", -1.2 }, { "i need", 1 }, { "i need to know", 3 }, { "i need help", 3 }, { "i need advice", 3 }, { "i need some", 1.8 }, { "i need information", 3 },
    { "i want to", .8 }, { "i want to know", 3 }, { "i wanted to", .6 }, { "i wanted to know", 3 }, { "i wanted to say", -2 }, { "i would like to", .8 },
    { "i would like to know", 3 }, { "i'd like to", .8 }, { "i'd like to know", 3 }, { "i would like", 1.2 }, { "i am looking for", 2.5 }, { "i'm looking for", 2.5 },
    { "i am looking", 1.5 }, { "i'm looking", 1.5 }, { "i was wondering", 3 }, { "i am wondering", 3 }, { "i'm wondering", 3 }, { "i wonder", 2.5 },
    { "i have a question", 3 }, { "i have a problem", 2.5 }, { "i am trying to", 1.5 }, { "i'm trying to", 1.5 }, { "i can't", 1 }, { "i cannot", 1 },
    { "i don't know", 1 }, { "i don't understand", 2 }, { "i am unable", 1.5 }, { "please tell me", 3 }, { "please show me", 2.5 }, { "please explain", 2.5 },
    { "tell me", 2.5 }, { "show me", 2 }, { "explain", 1.5 }, { "please advise", 2.5 }, { "we", -1.2 }, { "he", -2 }, { "she", -2 }, { "they", -2 }, { "it", -1.5 }, { "it's", -1.2 }, { "my", -.8 },
    { "this", -1.5 }, { "that", -2 }, { "these", -1.5 }, { "those", -1.5 }, { "there", -1.5 }, { "the", -.8 }, { "thank", -2.5 }, { "thanks", -2.5 }, { "thanks for any", 1 }, { "thanks in advance", 1 }, { "thank you in advance", 1 },
    { "thank you for any", 1 }, { "thanks for your help", 1 },
    { "please", -.3 }, { "also", -1.2 }, { "however", -2 }, { "but", -1.5 }, { "and", -1 }, { "so", -1 }, { "then", -1.5 },
    { "if", -.6 }, { "because", -1.5 }, { "yes", -1.5 }, { "no", -1 }, { "as", -1.2 }, { "at", -1 }, { "after", -.8 }, { "before", -.8 },
    { "while", -1.2 }, { "although", -2 }, { "you", -.8 }, { "his", -1.5 }, { "her", -1.5 }, { "our", -1.2 }, { "their", -1.5 },
    { "on", -.8 }, { "in", -.4 }, { "great", -2 }, { "good", -1.2 }, { "highly", -2.5 }, { "attached", -2 }, { "let", -1.5 },
    { "what a", -2.5 }, { "what i", -1.5 }, { "what we", -1.5 }, { "what is more", -3 }, { "when i", -2 }, { "when we", -2 }, { "when he", -2.5 },
    { "when she", -2.5 }, { "when they", -2 }, { "when you", -1 }, { "when the", -1 }, { "when it", -1.5 }, { "which is", -.5 },
    { "how nice", -3 }, { "how lovely", -3 }, { "who knows", -.5 }, { "do yourself", -4 }, { "have a", -2 }, { "have fun", -3 }, { "is the best", -2 },
    { "will be", -2 }, { "was a", -2 }, { "can not", -.5 }, { "introducing", -3 }, { "announcing", -3 }, { "announcement", -3.5 }, { "welcome", -2.5 },
    { "just wanted to", -2 }, { "sharing", -2.5 }, { "presenting", -2.5 }, { "happy", -2 }, { "congratulations", -3 }, { "official", -1.5 }, { "fyi", -2.5 },
    { "review", -1.5 }, { "report", -1 }, { "news", -2 }, { "release*", -2 }, { "tips for", -1.5 }, { "guide", -1.5 },
    /* German */
    { "wie", 3 }, { "wo", 2.5 }, { "wer", 2.5 }, { "wann", 3 }, { "warum", 3.5 }, { "wieso", 3.5 }, { "weshalb", 3 },
    { "welche*", 2.8 }, { "wieviel", 3 }, { "woher", 3 }, { "wohin", 3 }, { "womit", 3 }, { "wofür", 3 }, { "kann ich", 3.5 }, { "kann man", 3.5 }, { "kann", 2 },
    { "gibt es", 3.5 }, { "hat jemand", 4 }, { "hat wer", 4 }, { "weiß jemand", 4 }, { "kennt jemand", 4 }, { "ist es", 3 }, { "ist das", 3 }, { "muss ich", 3.5 },
    { "darf ich", 3.5 }, { "soll ich", 3.5 }, { "sollte ich", 3.5 }, { "suche", 2 }, { "brauche", 2 }, { "hilfe", 2.5 }, { "frage zu", 3 }, { "frage", 2 }, { "wenn", -.8 },
    { "ich", -1.2 }, { "wir", -1.2 }, { "danke", -2.5 },
    { "vielen dank", -2.5 }, { "der", -.8 }, { "die", -.8 }, { "das", -1 }, { "es", -1.2 }, { "mein*", -.8 }, { "heute", -.8 }, { "neue*", -.8 }, { "ich suche", 2 },
    { "ich brauche", 1.5 }, { "ich möchte wissen", 3 }, { "brauche ich", 3.5 }, { "muss man", 3.5 }, { "darf man", 3.5 }, { "ist die", 2.5 }, { "ist der", 2.5 }, { "sind die", 2.5 },
    /* French */
    { "comment", 2.8 }, { "pourquoi", 3.5 }, { "quand", 2 }, { "où", 3 }, { "combien", 3 }, { "quel*", 2.8 }, { "qui", 2 }, { "que faire", 3 },
    { "qu'est-ce", 3.5 }, { "est-ce", 3.5 }, { "est ce", 3 }, { "y a-t-il", 3.5 }, { "peut-on", 3.5 }, { "puis-je", 3.5 }, { "dois-je", 3.5 }, { "faut-il", 3.5 },
    { "besoin", 2 }, { "cherche", 2 }, { "aide", 2 }, { "merci", -2 }, { "je", -1.2 }, { "nous", -1.2 },
    { "j'ai", -1.2 }, { "le", -.8 }, { "la", -.8 }, { "les", -.8 }, { "l'*", -.8 }, { "il", -1 }, { "elle", -1.2 }, { "ce", -1 }, { "c'est", -1.2 }, { "je cherche", 2 },
    { "j'ai besoin", 1.5 }, { "j'aimerais savoir", 3 }, { "je voudrais savoir", 3 }, { "quelqu'un", 3 }, { "comment ça", 2.8 }, { "il y a", -1 }, { "faut il", 3 }, { "peut on", 3 },
    /* Spanish, Portuguese, Italian */
    { "cómo", 3 }, { "como", 2 }, { "qué", 3 }, { "cuál", 3 }, { "cuáles", 3 }, { "cuándo", 3 }, { "cuánto", 3 }, { "dónde", 3 },
    { "por qué", 3.5 }, { "porque", -1 }, { "por que", 3 }, { "quién", 3 }, { "alguien", 3 }, { "alguém", 3 }, { "hay", 1.5 }, { "puedo", 3 }, { "es posible", 3 },
    { "ayuda", 2.5 }, { "necesito", 2 }, { "busco", 2 }, { "qual", 3 }, { "quais", 3 }, { "quando", 2 }, { "onde", 2.8 }, { "quanto", 2.8 }, { "é possível", 3.5 },
    { "posso", 3 }, { "preciso", 2 }, { "ajuda", 2.5 }, { "dúvida", 3 }, { "come", 1.5 }, { "cosa", 2.5 }, { "perché", 3 }, { "quale", 3 }, { "quali", 3 }, { "dove", 3 },
    { "qualcuno", 3 }, { "c'è", 2 }, { "è possibile", 3.5 }, { "aiuto", 2.5 }, { "cerco", 2 }, { "gracias", -2 }, { "grazie", -2 }, { "obrigad*", -2 },
    { "el", -.8 }, { "los", -.8 }, { "las", -.8 }, { "yo", -1.2 }, { "mi", -.8 }, { "se puede", 3 }, { "se pueden", 3 }, { "ho", -1.2 }, { "io", -1.2 },
    { "lo", -.8 }, { "gli", -.8 }, { "mio", -.8 }, { "si può", 3 }, { "eu", -1.2 }, { "o", -.8 }, { "os", -.8 }, { "meu", -.8 }, { "minha", -.8 }, { "passei", -1.2 },
    { "consegui", -1.2 }, { "dá para", 2.5 }, { "tengo que", 1 }, { "tenho que", 1 }, { "devo", 2.5 }, { "debo", 2.5 },
    /* Dutch, Nordic, Finnish, Polish, Russian */
    { "hoe", 3 }, { "wat", 2.5 }, { "waarom", 3.5 }, { "wanneer", 2.5 }, { "welk*", 2.8 }, { "waar", 2.5 }, { "hoeveel", 3 }, { "heeft iemand", 4 }, { "is er", 2.5 },
    { "weet iemand", 4 }, { "kan ik", 3.5 }, { "kan iemand", 4 }, { "mag ik", 3.5 }, { "moet ik", 3.5 }, { "ik zoek", 2 }, { "ik", -1.2 }, { "wij", -1.2 }, { "het", -1 }, { "de", -.8 },
    { "een", -.8 }, { "mijn", -.8 }, { "bedankt", -2.5 }, { "dank", -2.5 }, { "vet någon", 4 }, { "kan jag", 3.5 }, { "kan man", 3.5 }, { "får jag", 3.5 }, { "måste jag", 3.5 }, { "var", 2.2 },
    { "när", 2.2 }, { "finns det", 3.5 }, { "har någon", 4 }, { "är det", 3 }, { "jag", -1.2 }, { "vi", -1 }, { "det", -1 }, { "den", -.8 }, { "min", -.8 }, { "tack", -2.5 }, { "jag undrar", 3 },
    { "jag söker", 2 },
    { "hur", 3 }, { "vad", 3 }, { "varför", 3.5 }, { "vilken", 3 }, { "vilka", 3 }, { "någon", 2.5 }, { "hvordan", 3 }, { "hvad", 3 }, { "hva", 3 }, { "hvorfor", 3.5 },
    { "hvor", 2.5 }, { "hvilken", 3 }, { "miten", 3 }, { "mikä", 3 }, { "miksi", 3.5 }, { "missä", 3 }, { "milloin", 3 }, { "onko", 3.5 }, { "mitä", 3 }, { "kuka", 3 },
    { "voiko", 3.5 }, { "jak", 2.5 }, { "czy", 3.5 }, { "dlaczego", 3.5 }, { "kiedy", 3 }, { "gdzie", 3 }, { "jaki", 3 }, { "jaka", 3 }, { "jakie", 3 }, { "ile", 2.5 },
    { "как", 2.8 }, { "что", 2 }, { "почему", 3.5 }, { "где", 3 }, { "когда", 2 }, { "какой", 3 }, { "какая", 3 }, { "какие", 3 }, { "кто", 2.5 }, { "сколько", 3 },
    { "можно ли", 3.5 }, { "есть ли", 3.5 }, { "помогите", 3 }, { "подскажите", 3.5 },
};
const size_t isquestion_n_starts = N_ELEMENTS(isquestion_starts);

const struct isquestion_cue isquestion_phrases[] = {
    { "how to", 1.6 }, { "how do", 1.8 }, { "how can", 1.8 }, { "how should", 1.8 }, { "how would", 1.5 }, { "how does", 1.5 }, { "anyone know", 3 }, { "anybody know", 3 },
    { "someone know", 2.5 }, { "any idea", 2 }, { "any ideas", 2 }, { "any suggestions", 2.2 }, { "any advice", 2.2 }, { "any recommendations", 2.2 }, { "any help", 2 },
    { "any tips", 2 }, { "any thoughts", 2 }, { "any experience", 1.5 }, { "anyone have", 2 }, { "anyone has", 2 }, { "anyone else", 1.5 }, { "anyone here", 1.5 }, { "anyone ever", 1.5 },
    { "looking for", 1.5 }, { "recommend", .8 }, { "recommendation*", 1.4 }, { "suggestions", 1.4 }, { "advice", 1.4 }, { "please help", 2.5 }, { "need help", 2.2 }, { "help me", 1.5 },
    { "help needed", 2.5 }, { "needed help", 1.5 }, { "help please", 2.5 }, { "help with", 1.2 }, { "thanks in advance", 2 }, { "thanks for any", 3 }, { "thank you for any", 3 }, { "appreciate any", 2.5 }, { "any input", 2 }, { "thank you in advance", 2 }, { "is there a", 1.8 }, { "is there any", 2.2 },
    { "are there any", 2.2 }, { "is it possible", 2.2 }, { "is it ok", 2 }, { "what's the best", 2.2 }, { "what is the", 1.5 }, { "what are the", 1.5 }, { "which one", 1.5 }, { "should i", 2 },
    { "can i", 1.5 }, { "do i", 1.5 }, { "could i", 1.5 }, { "may i", 1.2 }, { "would you", 1.2 }, { "do you", 1.2 }, { "can you", 1.2 }, { "could you", 1.2 }, { "can someone", 2.5 }, { "could someone", 2.5 },
    { "can anyone", 2.5 }, { "could anyone", 2.5 }, { "would someone", 2.5 }, { "can anybody", 2.5 }, { "does anyone", 2.5 }, { "does anybody", 2.5 }, { "has anyone", 2.5 }, { "has anybody", 2.5 }, { "wondering if", 2 },
    { "wondering what", 2 }, { "wondering how", 2 }, { "wondering whether", 2 }, { "wonder if", 1.5 }, { "want to know", 2 }, { "like to know", 2 }, { "would like to know", 2 }, { "let me know", .3 },
    { "not working", 1.8 }, { "doesn't work", 1.6 }, { "does not work", 1.6 }, { "won't", .6 }, { "can't", .7 }, { "cannot", .7 }, { "unable to", 1.2 }, { "not able to", 1 }, { "fails", .9 }, { "failing", .9 }, { "failed", .7 },
    { "error", .9 }, { "problem with", 1.2 }, { "issue with", 1.2 }, { "trouble", .9 }, { "question about", 2 }, { "could not find", 1.5 }, { "couldn't find", 1.5 }, { "can't find", 1.5 }, { "cannot find", 1.5 }, { "info on", 1.2 }, { "info about", 1.2 }, { "get info", 1.5 },
    { "some info", 1.2 }, { "give me", 1.2 }, { "some questions", 1.5 }, { "few questions", 1.5 }, { "a question", 1.2 }, { "additional information", .8 }, { "information about", 1.2 }, { "information on", 1.2 }, { "more information", .8 }, { "need information", 2 }, { "need to know", 1.8 },
    { "wanted to know", 2 }, { "need to learn", 1.5 }, { "need to find", 1 }, { "want to find", 1 }, { "need more info", 1.5 }, { "question on", 1.8 }, { "question regarding", 2 }, { "questions about", 1.8 }, { "question", .8 },
    { "vs", 1.2 }, { "versus", 1 }, { "or not", .8 }, { "difference between", 1.8 }, { "best way", 1.2 }, { "right way", 1 }, { "way to", .8 }, { "possible to", 1 }, { "what to do", 1.8 },
    { "what should", 2 }, { "what can", 1.6 }, { "where can", 2.2 }, { "where do", 2 }, { "where is", 1 }, { "where to", 1.6 }, { "who can", 1.5 }, { "why is", 1.5 }, { "why does", 1.8 }, { "why do", 1.6 }, { "why can't", 2 }, { "why", .9 },
    { "i need", .6 }, { "i want to", .6 }, { "i am trying", 1.5 }, { "i'm trying", 1.5 }, { "i don't know how", 1.5 }, { "i don't understand", 1.5 }, { "i am not sure", .8 }, { "i'm not sure", .8 },
    { "is that possible", 2 }, { "have any of you", 3 }, { "has anyone tried", 3 }, { "does it", .7 }, { "what do you", 2 }, { "what does", 1.5 }, { "tell me", 1 }, { "explain", .6 }, { "opinion on", 1.5 }, { "your opinion", 1.2 },
    { "your thoughts", 1.2 }, { "right", 0 }, { "isn't it", 1.5 }, { "weiß jemand", 3 }, { "kennt jemand", 3 }, { "hat jemand", 3 }, { "kann mir jemand", 3 }, { "wie kann", 2 }, { "wie komme", 2 }, { "gibt es", 1.5 },
    { "quelqu'un", 2 }, { "comment faire", 2 }, { "alguien sabe", 3 }, { "cómo", 1 }, { "alguém sabe", 3 }, { "qualcuno sa", 3 }, { "onko", 1 }, { "mikä", .8 }, { "подскажите", 2.5 }, { "помогите", 2.5 },
    /* telling */
    { "thank you all", -2 }, { "announc*", -2 }, { "i'm happy to", -2 }, { "we are happy to", -2.5 }, { "pleased to", -2 }, { "excited to", -1.5 }, { "proud to", -2 },
    { "released", -1.2 }, { "is out", -1.2 }, { "now available", -2 }, { "opening hours", -.5 }, { "photos of", -1.5 }, { "wanted to say", -2 }, { "wanted to share", -2 }, { "for your information", -2.5 }, { "newsletter", -2 },
    { "sponsored", -1 }, { "official thread", -2 }, { "open chat", -2 }, { "for sale", -1.5 }, { "[official*", -2 }, { "click here", -1.5 }, { "posted by", -1.5 }, { "highly recommend", -3 }, { "would recommend", -2.5 }, { "i recommend", -1.8 },
    { "definitely recommend", -3 }, { "roadmap", -.3 }, { "changelog", -2 }, { "reports that", -1.5 }, { "reporting that", -1.5 }, { "said that", -1 }, { "according to", -1.2 },
};
const size_t isquestion_n_phrases = N_ELEMENTS(isquestion_phrases);

const char *const isquestion_verbs[] = {
    "is", "are", "was", "were", "am", "has", "have", "had", "will", "would", "did", "does", "said", "says", "went", "made", "got", "came", "took",
    "know", "think", "love", "loved", "hope", "think", "thought", "want", "wanted", "liked", "like", "enjoyed", "told", "gave", "see", "saw", "it's", "i'm", "i've",
    "don't", "didn't", "isn't", "wasn't", "that's", "there's", "we're", "they're", "you're", "he's", "she's", "i'll", "i'd", "been", "could", "should", "must", "need",
};
const size_t isquestion_n_verbs = N_ELEMENTS(isquestion_verbs);
/* clang-format on */
