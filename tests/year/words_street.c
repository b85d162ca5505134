/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a street is about: green, tools, care, feasts. */
#include "words.h"

#include <stddef.h>

static words groen_titles = {"Groene gevels in {straat}", "Tegels eruit, planten erin bij {plek}", "Een bloemenlint langs {straat}",
        "Geveltuinen voor {n} voordeuren", "Schaduwbomen op {plek}", "Regentonnen in {straat}", "Een bijenhoek bij {plek}", NULL};
static words groen_why = {"De stenen in {straat} worden zo heet dat niemand er nog zit.", "Bij elke bui staat {plek} blank.",
        "Er is geen vlinder meer te zien en dat kan anders.", "Een voortuin van tegels leeft niet.",
        "{groep} wil al jaren meer groen, nu doen we het zelf.", NULL};
static words groen_how = {"We lichten per huis een rij tegels en zetten er klimop en stokrozen in.",
        "De grond komt van de gemeente, de planten stekken we zelf.", "Elke {dag} doen we een stukje van {nn} meter.",
        "{firma} brengt de tegels weg.", "Wie geen rug heeft voor tegels zorgt voor soep.", NULL};
static words groen_deeds = {"{n} geveltuinen liggen erin", "Boom geplant bij {plek}", "{nn} tegels gewipt in {straat}",
        "Regenton aangesloten bij {mens}", "Bijenhotel hangt aan de schuur", NULL};
static words groen_gatherings = {"Plantdag bij {plek}", "Stekjes ruilen in {straat}", "Samen water geven en bijkletsen", NULL};
static words groen_lessons = {"Klimop heeft geen rek nodig, kamperfoelie wel", "Plant in {maand}, dan hoef je niet te gieten",
        "Eerst de kabels laten zoeken, dan graven", NULL};
static words groen_brings = {"een bus vol stekjes", "twee zaterdagen en een schep", "kennis van inheemse planten", "een kruiwagen",
        "contact met de groendienst", NULL};
static words groen_notes = {"Er zijn nog {nn} stokrozen over.", "Denk aan de slakken!", "Bij mij staat alles er nog na de vorst.",
        "Zullen we de grond samen bestellen?", "Mag er ook fruit in?", NULL};
static const struct trade groen_trades[] = {{"Stekjes en vaste planten, {q}", "Planten gezocht voor {straat}, {q}", "stuks", 10,
                                                    200, 5, "Van eigen kweek, sterk spul."},
        {"Potgrond over, {q}", "Potgrond gezocht, {q}", "kg", 20, 600, 20, "Zonder turf."},
        {"Helpen met snoeien, {q}", "Hulp bij snoeien gezocht, {q}", "uur", 1, 12, 1, "Met eigen schaar."},
        {"Tuin te delen bij {plek}, {q}", "Stukje grond gezocht, {q}", "m2", 5, 120, 5, "Er is water in de buurt."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_groen = {.tags = {"groen", "geveltuin", "klimaat", "buurt", NULL},
        .season = {3, 6, 16, 22, 20, 12, 6, 5, 9, 8, 4, 2},
        .titles = groen_titles,
        .why = groen_why,
        .how = groen_how,
        .deeds = groen_deeds,
        .gatherings = groen_gatherings,
        .lessons = groen_lessons,
        .brings = groen_brings,
        .notes = groen_notes,
        .trades = groen_trades};

static words gereedschap_titles = {"Gereedschapsbieb bij {plek}", "Een schuur vol delen in {straat}", "Leenkast voor {n} straten",
        "Bakfiets van iedereen", "Samen één hoogwerker bij {plek}", "Werkplaats open op {dag}", NULL};
static words gereedschap_why = {"In {straat} hangen {nn} boormachines die elk vijf minuten per jaar draaien.",
        "Een ladder van zeven meter koopt niemand voor één goot.", "Spullen kopen die stilstaan is zonde.",
        "Wie pas verhuisd is heeft niets en heeft alles nodig.", "{firma} gooide goed gereedschap weg; dat willen we voor zijn.",
        NULL};
static words gereedschap_how = {"Alles hangt in de schuur bij {plek}, met een schrift erbij.",
        "Ophalen op {dag}, terug binnen een week.", "Wat stuk is repareren we samen op {dag}.",
        "Iedere gebruiker draait eens in de {n} weken een avond mee.", "We beginnen met wat {mens} en {mens} al hebben.", NULL};
static words gereedschap_deeds = {"De leenkast hangt en is open", "{nn} stuks gereedschap nagekeken", "Cirkelzaag gerepareerd",
        "Schuur bij {plek} waterdicht gemaakt", "Eerste {n} ladders uitgeleend", NULL};
static words gereedschap_gatherings = {"Slijpavond bij {plek}", "Inbrengdag voor gereedschap", "Opruimen van de schuur", NULL};
static words gereedschap_lessons = {"Schrijf op wie wat leent, niet wie wat bezit",
        "Accu's gaan dubbel zo lang mee als ze koel staan", "Een foto bij het uitlenen voorkomt gepraat achteraf", NULL};
static words gereedschap_brings = {"een kolomboor", "mijn schuur, {n} vierkante meter", "handigheid met motoren", "een aanhanger",
        "een kast met sloten", NULL};
static words gereedschap_notes = {"Heeft iemand een trilplaat?", "De grote ladder is weer terug.",
        "Wie heeft de sleutel van de schuur?", "Ik heb nog een werkbank staan.",
        "De accuschroef van de kast is aan vervanging toe.", NULL};
static const struct trade gereedschap_trades[] = {
        {"Ladder te leen, {q}", "Ladder gezocht, {q}", "stuks", 1, 4, 1, "Van zeven meter, in delen."},
        {"Gereedschap te leen, {q}", "Gereedschap gezocht, {q}", "stuks", 1, 60, 1, "Boren, zagen en wat er verder hangt."},
        {"Handige hulp, {q}", "Handige hulp gezocht, {q}", "uur", 1, 10, 1, "Voor klein werk in huis."},
        {"Aanhanger te leen, {q}", "Aanhanger gezocht, {q}", "dagen", 1, 7, 1, "Tot 750 kilo."}, {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_gereedschap = {.tags = {"gereedschap", "delen", "lenen", NULL},
        .season = {8, 9, 12, 14, 13, 10, 7, 6, 10, 10, 9, 6},
        .titles = gereedschap_titles,
        .why = gereedschap_why,
        .how = gereedschap_how,
        .deeds = gereedschap_deeds,
        .gatherings = gereedschap_gatherings,
        .lessons = gereedschap_lessons,
        .brings = gereedschap_brings,
        .notes = gereedschap_notes,
        .trades = gereedschap_trades};

static words zorg_titles = {"Elke {dag} soep bij {plek}", "Omkijken naar elkaar in {straat}", "Een logeerkamer voor mantelzorgers",
        "Telefooncirkel voor {n} straten", "Maatjes voor nieuwe buren", "Rollatorrondje vanaf {plek}", NULL};
static words zorg_why = {"In {straat} wonen {nn} mensen alleen, en niet allemaal uit vrije wil.",
        "De thuiszorg komt kort; de rest van de dag is lang.", "Wie ziek is heeft meer aan een buur dan aan een folder.",
        "{groep} ziet mensen die niemand anders ziet.", "Mantelzorgers vallen om als niemand ze aflost.", NULL};
static words zorg_how = {"We koken om beurten voor {n} mensen.", "Iedere deelnemer belt op {dag} twee anderen.",
        "De ruimte bij {plek} mogen we gebruiken tot {tijd}.", "{firma} geeft wat er aan eten overblijft.",
        "Wie rijdt haalt op, wie kookt zit aan.", NULL};
static words zorg_deeds = {"{nn} kommen soep geschonken", "Samen naar het ziekenhuis en terug",
        "Boodschappen gedaan voor {n} buren", "Eerste logeerweekend achter de rug", "Telefooncirkel is rond", NULL};
static words zorg_gatherings = {"Koffieochtend bij {plek}", "Soepdag", "Avond voor mantelzorgers", NULL};
static words zorg_lessons = {"Vraag om hulp op een vast moment, dat is makkelijker", "Een naam op de deur scheelt een gesprek",
        "Laat wie geholpen wordt ook iets geven", NULL};
static words zorg_brings = {
        "een luisterend oor", "soep voor {n}", "een auto op {dag}", "ervaring als verpleegkundige", "een ruimte met keuken", NULL};
static words zorg_notes = {"Mevrouw in {straat} zou hier blij mee zijn.", "Ik kan om de week koken.",
        "Is het ook rolstoelvriendelijk?", "De huisarts verwijst graag door.", "Neem gerust iemand mee.", NULL};
static const struct trade zorg_trades[] = {
        {"Gezelschap en boodschappen, {q}", "Gezelschap gezocht, {q}", "uur", 1, 8, 1, "In overleg, ook in het weekend."},
        {"Vervoer naar het ziekenhuis, {q}", "Vervoer gezocht, {q}", "ritten", 1, 6, 1, "Met ruimte voor een rollator."},
        {"Maaltijden, {q}", "Maaltijden gezocht, {q}", "porties", 2, 40, 2, "Vers gekookt."},
        {"Oppas, {q}", "Oppas gezocht, {q}", "uur", 2, 20, 1, "Met diploma kinder-ehbo."}, {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_zorg = {.tags = {"zorg", "buren", "eenzaamheid", "mantelzorg", NULL},
        .season = {13, 12, 10, 9, 8, 7, 7, 8, 10, 11, 13, 15},
        .titles = zorg_titles,
        .why = zorg_why,
        .how = zorg_how,
        .deeds = zorg_deeds,
        .gatherings = zorg_gatherings,
        .lessons = zorg_lessons,
        .brings = zorg_brings,
        .notes = zorg_notes,
        .trades = zorg_trades};

static words festival_titles = {"Straatfeest in {straat}", "Muziek op {plek}", "Lichtjesroute door {straat}",
        "Burendag met lange tafels", "Zomerpodium bij {plek}", "Open ateliers rond {plek}", NULL};
static words festival_why = {"We wonen naast elkaar en kennen elkaar niet.", "Het is {n} jaar geleden dat {straat} feest vierde.",
        "Talent genoeg, maar nergens een podium.", "Een feest is de kortste weg naar een buurt die iets kan.",
        "{groep} heeft instrumenten en geen publiek.", NULL};
static words festival_how = {"Iedereen neemt iets te eten mee voor {n}.", "Stroom komt van {firma}, de tafels van {groep}.",
        "De straat gaat dicht vanaf {tijd}.", "We zoeken mensen voor opbouw en voor afbraak.",
        "Kinderen maken de slingers op school.", NULL};
static words festival_deeds = {"Vergunning voor {straat} is binnen", "Podium staat bij {plek}", "{nn} slingers gehangen",
        "Feest gevierd, straat weer schoon", "Tafels voor {nn} mensen gedekt", NULL};
static words festival_gatherings = {"Straatfeest bij {plek}", "Voorbereiding van het feest", "Meezingavond", NULL};
static words festival_lessons = {"Begin met de opruimploeg", "Vraag de buren vóór je de muziek vraagt",
        "Een kabelgoot over de weg moet je {n} weken vooruit huren", NULL};
static words festival_brings = {
        "een geluidsinstallatie", "vijf partytenten", "mijn band", "ervaring met vergunningen", "stroom uit de hal", NULL};
static words festival_notes = {"Wij spelen graag, duurt een half uur.", "Denk aan de hulpdiensten, vier meter vrij.",
        "Wie kan koelen?", "Ik heb nog lampjes van vorig jaar.", "Zonder bier ook gezellig.", NULL};
static const struct trade festival_trades[] = {
        {"Stoelen te leen, {q}", "Stoelen gezocht, {q}", "stoelen", 10, 200, 10, "Stapelbaar, droog bewaard."},
        {"Partytent te leen, {q}", "Partytent gezocht, {q}", "stuks", 1, 6, 1, "Drie bij zes meter."},
        {"Handen voor de opbouw, {q}", "Handen gezocht voor de opbouw, {q}", "uur", 2, 16, 2, "Sjouwen en lachen."},
        {"Geluid en licht, {q}", "Geluid en licht gezocht, {q}", "dagen", 1, 3, 1, "Met iemand die ermee overweg kan."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_festival = {.tags = {"feest", "cultuur", "muziek", "burendag", NULL},
        .season = {4, 5, 8, 12, 16, 18, 12, 8, 18, 8, 8, 14},
        .titles = festival_titles,
        .why = festival_why,
        .how = festival_how,
        .deeds = festival_deeds,
        .gatherings = festival_gatherings,
        .lessons = festival_lessons,
        .brings = festival_brings,
        .notes = festival_notes,
        .trades = festival_trades};
