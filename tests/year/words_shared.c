/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences that fit every subject. */
#include "words.h"

#include <stddef.h>

words words_closing = {"Wie doet mee?", "Reageer gerust, ook als je twijfelt.", "Loop eens binnen op {dag} om {tijd}.",
        "We beginnen klein, met {n} mensen.", "Alle hulp is welkom, ook een uurtje.", "Bel of kom langs bij {plek}.",
        "We trekken samen op met {groep}.", "Het hoeft niet in een keer goed.", "Wie iets beters weet: graag.",
        "Koffie staat klaar.", "In {maand} kijken we verder.", "Zeg het door aan de buren in {straat}.", NULL};

words words_motive = {"Het gaat om onze eigen straat.", "Ik heb dit eerder gedaan en vond het leuk.",
        "Mijn kinderen groeien hier op.", "Wij verspillen nu te veel.", "Samen kost het minder dan alleen.",
        "Ik wil mijn buren beter leren kennen.", "Ons bedrijf wil iets terugdoen.", "Er moet nu echt iets gebeuren.",
        "Ik leer er graag van.", "Omdat {mens} me ompraatte.", "We zochten al langer partners in de buurt.",
        "Ik heb tijd sinds ik met pensioen ben.", NULL};

words words_welcome = {"Welkom! Fijn dat je er bent. Kom {dag} eens kijken bij {plek}.",
        "Welkom op het bord. Wij zitten om de hoek in {straat}.", "Leuk dat je meedoet. Heb je {mens} al gesproken?",
        "Hallo en welkom. Vraag maar raak, iedereen was ooit nieuw.", "Goed je hier te zien. {groep} zoekt precies zo iemand.",
        "Welkom buurman of buurvrouw! De koffie is op {dag} om {tijd}.", NULL};

words words_reason = {"We hadden {dag} afgesproken en er kwam niemand, ook geen bericht. Dat moet anders.",
        "De aanhanger kwam kapot terug en er is niets gezegd.",
        "Je hebt ons plan als eigen plan rondgestuurd; noem waar het vandaan komt.", "De rekening was hoger dan wat hier stond.",
        "Er werd in {straat} na elf uur nog geladen en gelost, tegen de afspraak.",
        "De zaal was niet opgeruimd; {groep} heeft het gedaan.", NULL};

words words_mend = {"We hebben het uitgesproken, het is goed zo.", "Schade is vergoed, zand erover.",
        "Het was een misverstand; dank voor het gesprek.", "Afspraken gemaakt voor de volgende keer.", NULL};

words words_leave = {"Ik ga verhuizen, het was me een genoegen.", "Mijn tijd gaat nu naar iets anders in de buurt.",
        "Dit loopt goed zonder mij. Succes!", "Ik zoek het dichter bij huis.", "Het werk slokt me op; misschien tot later.",
        "Ik sluit aan bij wat {mens} begonnen is.", "Voor mij is het rond zo. Dank allemaal.", NULL};

words words_context = {"houdt afspraken", "gereedschap lenen", "samen organiseren", "werk aan huis", "goede raad",
        "zorg voor buren", "betaalt op tijd", "netjes met spullen", "ondernemer van zijn woord", NULL};

words words_receipt = {"Gelukt, dank!", "Netjes gebracht en gehaald.", "Precies zoals afgesproken.",
        "Eerste deel is er, de rest volgt.", "Werkt prima, graag vaker.", "Snel geregeld, met koffie toe.", NULL};

words words_note = {"Goed plan. Hebben jullie {groep} al gevraagd?", "Ik ken iemand in {straat} die hier veel van weet.",
        "Kan het ook op {dag}? Dan ben ik er bij.", "Bij {firma} hebben ze dit vorig jaar gedaan, ging prima.",
        "Hoeveel tijd kost dit ongeveer?", "Wij hebben nog ruimte bij {plek}, als dat helpt.",
        "Let op de regels van de gemeente hierbij.", "Top! Ik vertel het op school.", "Dit past bij wat {mens} laatst opperde.",
        "Misschien eerst een proef van {n} weken?", "Ik kom {dag} kijken.", "Wat is er nog nodig?",
        "Mooi om te zien dat dit groeit.", "Dank voor het werk, het scheelt ons veel.", "Ik mis nog iets over de kosten.",
        "Mogen mensen van buiten de wijk ook meedoen?", NULL};

words words_revised = {"Aangevuld na het gesprek van {dag}.", "Nieuw: we verzamelen voortaan bij {plek}.",
        "Aangepast, want {groep} doet nu ook mee.", "De datum is verschoven naar {maand}.", "Het kan met {n} mensen minder.", NULL};

words words_answer = {"Dat kan, vanaf {dag}.", "Wij hebben dit staan bij {plek}, kom gerust langs.", "Een deel kunnen wij leveren.",
        "Dat past goed bij ons, zullen we {dag} bellen?", "Voor {n} weken geen probleem.", "Graag, als het overdag mag.", NULL};

words words_confirm = {"Ik was erbij, mooi gedaan.", "Klopt, ik heb het zelf gezien bij {plek}.", "Wat een verschil in {straat}!",
        "Bevestigd: het staat er en het werkt.", "Onze {n} mensen waren er ook, goede dag.", NULL};

words words_rant = {"Ik heb het al vaker gezegd: dit gaat te langzaam.", "Waarom weer op {dag}? Niemand kan dan.",
        "Prima idee, maar wie ruimt het op?", "Dit hebben we in het verleden ook geprobeerd.",
        "Ik vind hier iets van en zeg het ook.", "Even voor iedereen: kijk ook eens naar mijn eerdere berichten.",
        "Goed zo. En nu doorpakken.", "Mijn mening is bekend.", NULL};

words words_terms = {"Tegen kostprijs.", "Gratis voor buren.", "In ruil voor een uurtje hulp.", "Zelf ophalen, schoon terug.",
        "Borg van {nn} euro.", "Met overleg vooraf.", "Alleen overdag.", "Eerst een keer samen doen.", NULL};

words words_after = {"Wat hier begon gaat verder in “{titel}”.", "Dit is rond. Wij gaan door met “{titel}”.",
        "Hieruit kwam “{titel}” voort.", NULL};

words words_board = {"Kraaiven", "Noord", "Vossenberg", "Reeshof", "het Goirke", NULL};
