"""Common given names in Italy, folded: they tell `Mario Rossi` from `Rossi Mario`.

Names that are surnames at least as often (Martino, Bruno, Leone, Santoro...) are left out on
purpose: the surname comes first in Italian lists, and a wrong swap is worse than none.
"""

_NAMES = """
ada adele adelina adriana adriano agata agnese agostina alba alberta alberto aldo alessandra
alessandro alessia alessio alfio alfonso alfredo alice alida amalia ambra amedeo amelia ana
anastasia andrea angela angelica angelina angelo anita anna annalisa annamaria antonella antonia
antonietta antonina antonino antonio arianna armando arturo asia assunta attilio augusta aurelio
aurora barbara beatrice benedetta benito bianca brigida bruna camilla carla carlo carlotta
carmela carmelo carmen carmine carolina caterina cecilia celestina cesare cesira chiara cinzia
clara claudia claudio clelia clotilde concetta consuelo corrado cosimo costanza cristian
cristiana cristiano cristina damiano daniela daniele danilo daria dario davide debora deborah
delia denis denise diego diletta dina dino domenica domenico donatella donato dora doriana edda
edgardo edoardo elda elena eleonora eleonore elia eliana elide elio elisa elisabetta elsa elvira
emanuela emanuele emilia emilio emma enea enrica enrico enza enzo erica erika ermanno erminia
ernesta ernesto ester ettore eugenia eugenio eva fabiana fabio fabiola fabrizia fabrizio
federica federico felice ferdinando filippo fiorella fiorenza flavia flavio flora franca
francesca francesco franco fulvia fulvio gabriele gabriella gaetano gaia gemma gennaro genoveffa
gerardo gessica giacomo giada giampaolo giampiero gian giancarlo gianfranco gianluca gianluigi
gianmarco gianna gianni gianpaolo gianpiero gilda gina gino gioacchino gioia giorgia giorgio
giovanna giovanni gisella giulia giuliana giulio giuseppa giuseppe giuseppina giusy gloria
grazia graziano graziella greta guglielmo guido ida ignazio ilaria ileana ilenia imma immacolata
ines iolanda irene iris irma isabella isidoro ivan ivana ivano ivo jacopo jessica katia lara
laura lavinia lea leda leonardo letizia lia libera lidia liliana lina linda lino lisa livia
livio lorella lorena lorenza lorenzo loretta loris luana luca lucia luciana luciano lucio
lucrezia ludovica ludovico luigi luigia luigina luisa maddalena manuel manuela mara marcella
marcello marco margherita maria mariagrazia marianna mariano mariarosa marika marilena marina
marinella mario marisa maristella marta martina massimiliano massimo matilde matteo mattia maura
mauro melissa mery michela michele michelina milena miranda mirco mirella miriam mirko monica
nadia natale natalia natalina nello nicola nicole nicoletta nicolo nina nino noemi norma nunzia
nunzio ofelia olga olimpia omar orazio oriana ornella orsola oscar osvaldo ottavio pamela paola
paolo pasquale pasqualina patrizia patrizio pier piera pierangelo piergiorgio pierluigi piero
pierpaolo pietro pina pino quirino rachele raffaele raffaella raimondo ramona raul rebecca
regina remo renata renato renzo riccardo rina rino rita roberta roberto rocco rodolfo romeo
romina romolo rosa rosalba rosalia rosanna rosaria rosario rosella rosetta rosina rossana
rossella ruggero sabina sabrina salvatore salvatrice samantha samuele sandra sandro santina sara
saverio sebastiano serafina serena sergio settimio silvana silvano silvia silvio simona simone
simonetta sofia sonia stefania stefano susanna tamara tania tatiana teodoro teresa tiziana
tiziano tommaso tullio ubaldo ugo umberto valentina valeria valerio vanessa vania vera veronica
vilma vincenza vincenzo viola virginia virginio vito vittoria vittorio viviana walter wanda
ylenia zaira
"""

GIVEN_NAMES = frozenset(_NAMES.split())
