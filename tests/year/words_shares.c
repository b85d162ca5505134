/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What park and neighbourhood share: school, warmth, things used again, food. */
#include "words.h"

#include <stddef.h>

static words school_titles = {"Leerlingen bouwen {n} bankjes voor {plek}", "Stageplekken om de hoek op {plek}",
        "Een fabriek in de klas", "Huiswerkhulp bij {plek}", "Techniekmiddag in {straat}", "Taalmaatjes rond {plek}", NULL};
static words school_why = {"Onze leerlingen fietsen elke dag langs bedrijven waar ze nooit binnen waren.",
        "{firma} zoekt vakmensen, de school zoekt vakwerk.", "Thuis is niet overal plek om te leren.",
        "Wie een bank maakt die blijft staan, die leert iets.", "{nn} kinderen in deze wijk hebben geen laptop die het doet.",
        NULL};
static words school_how = {"Op {dag} komen {n} leerlingen en twee begeleiders.", "{firma} geeft hout, de school geeft tijd.",
        "Vrijwilligers helpen van {tijd} tot het donker wordt.", "Elke klas kiest een bedrijf.",
        "We laten in {maand} zien wat er af is.", NULL};
static words school_deeds = {"{n} bankjes geplaatst bij {plek}", "Klas op bezoek bij {firma}",
        "{nn} laptops nagekeken en uitgedeeld", "Eerste stagiair begonnen", "Toets gehaald, taart gegeten", NULL};
static words school_gatherings = {"Techniekmiddag bij {firma}", "Huiswerkuur", "Open klas", NULL};
static words school_lessons = {"Een half uur per week werkt beter dan een dag per maand", "Laat leerlingen zelf bellen",
        "Veiligheidsschoenen in alle maten, vraag dat vooraf", NULL};
static words school_brings = {"een werkplaats op {dag}", "hout en schroeven", "een klas vol handen", "wiskunde tot en met havo 3",
        "twee stageplekken", NULL};
static words school_notes = {"Mijn dochter wil graag meedoen.", "Geldt de verzekering van school?",
        "Wij hebben nog {n} laptops staan.", "Mag het ook in de vakantie?", "Mooi werk van die klas.", NULL};
static const struct trade school_trades[] = {{"Stageplek, {q}", "Stageplek gezocht, {q}", "plekken", 1, 6, 1, "Met begeleiding."},
        {"Huiswerkhulp, {q}", "Huiswerkhulp gezocht, {q}", "uur", 1, 10, 1, "Rekenen en taal."},
        {"Laptops, nagekeken, {q}", "Laptops gezocht, {q}", "stuks", 1, 30, 1, "Met schone schijf."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_school = {.tags = {"school", "jeugd", "stage", "leren", NULL},
        .season = {12, 11, 12, 10, 9, 8, 2, 3, 15, 13, 12, 8},
        .titles = school_titles,
        .why = school_why,
        .how = school_how,
        .deeds = school_deeds,
        .gatherings = school_gatherings,
        .lessons = school_lessons,
        .brings = school_brings,
        .notes = school_notes,
        .trades = school_trades};

static words warmte_titles = {"Restwarmte van {firma} naar {straat}", "Samen isoleren in {straat}",
        "Een warmtenet voor {nn} huizen", "Warmtepomp delen met {n} huizen", "Kierenjacht rond {plek}",
        "Energieloket aan de keukentafel", NULL};
static words warmte_why = {"De koeling van {firma} blaast dag en nacht warmte naar buiten terwijl {straat} stookt.",
        "De rekening van deze winter was voor {nn} gezinnen te hoog.",
        "Alleen isoleren is duur, met {n} huizen tegelijk scheelt het een derde.",
        "Wie huurt kan zelf weinig; samen met de corporatie wel.", "Een warmtenet zonder de straat wordt nooit wat.", NULL};
static words warmte_how = {"We meten eerst {n} huizen met een warmtecamera.", "Inkoop samen, werk door {firma}.",
        "De leiding volgt het fietspad achter {plek}.", "Een energiecoach komt op {dag} langs.", "{groep} rekent de kosten na.",
        NULL};
static words warmte_deeds = {"{nn} kieren gedicht in {straat}", "Warmtecamera langs {n} huizen geweest", "Eerste huis aangesloten",
        "{n} daken geïsoleerd", "Proef met restwarmte draait", NULL};
static words warmte_gatherings = {"Keukentafelavond over warmte", "Rondje warmtecamera", "Uitleg over het warmtenet", NULL};
static words warmte_lessons = {"Begin bij de voordeur, daar zit de kier", "Radiatorfolie is in een uur terugverdiend",
        "Vraag na bij welke temperatuur de restwarmte komt", NULL};
static words warmte_brings = {
        "een warmtecamera", "restwarmte van de koeling", "een rekenmodel", "ervaring met subsidie", "een busje met folie", NULL};
static words warmte_notes = {"Bij ons scheelde het {nn} euro per maand.", "Wat gebeurt er als {firma} stopt?",
        "De corporatie wil meepraten.", "Graag ook voor huurders.", "Is de grond al onderzocht?", NULL};
static const struct trade warmte_trades[] = {
        {"Restwarmte beschikbaar, {q}", "Warmte gezocht, {q}", "kW", 10, 300, 10, "Van de koeling, het hele jaar."},
        {"Isolatiemateriaal over, {q}", "Isolatiemateriaal gezocht, {q}", "m2", 5, 150, 5, "Platen, heel en droog."},
        {"Energiecoach aan huis, {q}", "Energiecoach gezocht, {q}", "uur", 1, 6, 1, "Met meetkoffer."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_warmte = {.tags = {"warmte", "isolatie", "energie", "warmtenet", NULL},
        .season = {16, 14, 9, 6, 4, 3, 2, 3, 12, 18, 20, 16},
        .titles = warmte_titles,
        .why = warmte_why,
        .how = warmte_how,
        .deeds = warmte_deeds,
        .gatherings = warmte_gatherings,
        .lessons = warmte_lessons,
        .brings = warmte_brings,
        .notes = warmte_notes,
        .trades = warmte_trades};

static words hergebruik_titles = {"Repair café bij {plek}", "Restmateriaal van {plek} voor de buurt",
        "Kringloop van pallets en kratten", "Samen zwerfvuil ruimen rond {plek}", "Een materialenbank in {straat}",
        "Statiegeld voor {groep}", NULL};
static words hergebruik_why = {"Elke week gaat hier een container goed hout naar de oven.",
        "Een broodrooster is zelden echt kapot.", "Afval van {firma} is grondstof voor {firma}.",
        "Rond {plek} ligt na elke {dag} een spoor van blikjes.", "Nieuw kopen is makkelijk, wegdoen ook; daartussen mist iets.",
        NULL};
static words hergebruik_how = {"Elke eerste {dag} van de maand, van {tijd} af.", "Wat over is zetten we met een foto op het bord.",
        "{firma} leent een rek, {groep} houdt het bij.", "We tellen kilo's, niet mensen.", "De klas van {mens} sorteert mee.",
        NULL};
static words hergebruik_deeds = {"{nn} apparaten gered", "{nn} kilo zwerfvuil geruimd", "Eerste rek in de materialenbank vol",
        "{n} pallets werden een buurtbank", "Fietsen opgeknapt voor {n} gezinnen", NULL};
static words hergebruik_gatherings = {"Repair café", "Opruimronde vanaf {plek}", "Ruildag voor kleren", NULL};
static words hergebruik_lessons = {"Schroeven bewaren per maat, anders zoek je je suf",
        "Neem de stekker mee, niet alleen het apparaat", "Hout zonder spijkers gaat drie keer zo snel weg", NULL};
static words hergebruik_brings = {
        "een soldeerbout", "pallets, elke week {n}", "een aanhanger", "reparatiekennis van fietsen", "een droge plank", NULL};
static words hergebruik_notes = {"Onze kratten mogen mee.", "Heeft iemand een weegschaal?", "De stofzuiger doet het weer!",
        "Let op asbest bij oude platen.", "Waar laat je verfresten?", NULL};
static const struct trade hergebruik_trades[] = {
        {"Resthout, {q}", "Resthout gezocht, {q}", "kg", 10, 800, 10, "Ontdaan van spijkers."},
        {"Pallets, {q}", "Pallets gezocht, {q}", "stuks", 2, 60, 2, "Euromaat, heel."},
        {"Textiel op rol, {q}", "Stof gezocht, {q}", "kg", 2, 120, 2, "Restpartij."},
        {"Reparatie van apparaten, {q}", "Reparateur gezocht, {q}", "uur", 1, 6, 1, "Met eigen gereedschap."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_hergebruik = {.tags = {"hergebruik", "repareren", "afval", "materiaal", NULL},
        .season = {11, 10, 13, 11, 10, 9, 6, 6, 11, 11, 10, 8},
        .titles = hergebruik_titles,
        .why = hergebruik_why,
        .how = hergebruik_how,
        .deeds = hergebruik_deeds,
        .gatherings = hergebruik_gatherings,
        .lessons = hergebruik_lessons,
        .brings = hergebruik_brings,
        .notes = hergebruik_notes,
        .trades = hergebruik_trades};

static words voedsel_titles = {"Moestuin bij {plek}", "Eettafel voor {n} straten", "Broodoven op {plek}", "Fruit van de straat",
        "Kas op het dak van {firma}", "Kookploeg uit alle windstreken", NULL};
static words voedsel_why = {"Er gaat elke avond goed eten weg terwijl {groep} rijen heeft.",
        "Kinderen denken dat sla uit een zak komt.", "Achter {plek} ligt een veld waar niemand iets mee doet.",
        "Aan tafel leer je iemand sneller kennen dan aan de deur.", "Restwarmte van {firma} kan een kas verwarmen.", NULL};
static words voedsel_how = {"Bedden van {n} meter, om beurten water.", "Op {dag} wordt gekookt met wat er over is.",
        "Oogst is voor wie meedoet, rest gaat naar {groep}.", "{firma} geeft compost.", "We bakken om {tijd} en verkopen niets.",
        NULL};
static words voedsel_deeds = {"{nn} kilo courgettes uitgedeeld", "Bedden ingezaaid", "Eerste brood uit de oven", "{nn} borden leeg",
        "Compostbak getimmerd", NULL};
static words voedsel_gatherings = {"Zaaidag", "Eettafel bij {plek}", "Oogstmiddag", NULL};
static words voedsel_lessons = {"Courgettes: twee planten zijn genoeg voor een straat", "Zaai in {maand} onder glas",
        "Kook voor meer mensen dan zich opgeven", NULL};
static words voedsel_brings = {"compost", "een grote pan", "zaaigoed", "kennis van brood", "een kas op poten", NULL};
static words voedsel_notes = {"Wij hebben een overschot aan pompoen.", "Is het ook halal te maken?", "De slang lekt.",
        "De kinderen vonden het prachtig.", "Wie giet er in de vakantie?", NULL};
static const struct trade voedsel_trades[] = {
        {"Groente van eigen grond, {q}", "Groente gezocht voor de eettafel, {q}", "kg", 2, 90, 2, "Vers geoogst."},
        {"Maaltijden over, {q}", "Maaltijden gezocht, {q}", "porties", 5, 80, 5, "Gekoeld, dezelfde dag."},
        {"Helpen in de moestuin, {q}", "Hulp in de moestuin gezocht, {q}", "uur", 1, 8, 1, "Ervaring niet nodig."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_voedsel = {.tags = {"voedsel", "moestuin", "eten", NULL},
        .season = {5, 7, 13, 16, 15, 12, 9, 9, 13, 9, 6, 8},
        .titles = voedsel_titles,
        .why = voedsel_why,
        .how = voedsel_how,
        .deeds = voedsel_deeds,
        .gatherings = voedsel_gatherings,
        .lessons = voedsel_lessons,
        .brings = voedsel_brings,
        .notes = voedsel_notes,
        .trades = voedsel_trades};
