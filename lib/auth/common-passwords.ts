/**
 * The passwords tried first, in lower case. Shorter ones are refused for their length. Endings such as `123`
 * and `!`, and digits for letters, are undone before the lookup.
 */
const common = new Set(
  `password passwort motdepasse contrasena wachtwoord passw0rd password1 mypassword thepassword
  letmein letmeinnow welcome welcomehome iloveyou iloveyoutoo iloveyousomuch loveyou lovelove
  qwerty qwertyui qwertyuiop qwertyuiopasdfghjkl qwertz qwertzui qwertzuiop azerty azertyuiop
  asdfghjk asdfghjkl asdfasdf asdf1234 zxcvbnm zxcvbnmasdfghjkl yxcvbnm 1qaz2wsx 1qaz2wsx3edc
  1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 qazwsx qazwsxedc qweasd qweasdzxc qwer1234
  a1b2c3d4 abcd1234 abc12345 abcdefgh abcdefghi 1234abcd 12341234 12344321 11223344 1122334455
  88888888 00000000 11111111 12121212 13131313 69696969 99999999 87654321 987654321 0987654321
  12345678 123456789 1234567890 0123456789 123123123 123321123 147258369 159357258 741852963
  789456123 963852741 147852369 123qweasd 123qwe123 1234qwer 12qwaszx zaq12wsx zaq1zaq1 zaq1xsw2
  administrator admin admin123 adminadmin administrador superuser rootroot toor1234 changeme
  changeit changethis default defaultpassword temppass temporary testtest test1234 testing testuser
  tester123 sample123 example123 secret secretpassword topsecret mysecret nothing whatever
  trustno1 trustnoone access access14 master masterkey computer computers internet windows samsung
  blink182 iphone apple123 google googlegoogle facebook instagram twitter youtube microsoft nintendo
  playstation minecraft pokemon pikachu charizard fortnite roblox starwars skywalker startrek
  matrix superman batman batman123 spiderman wonderwoman ironman captainamerica avengers hellokitty
  harrypotter gandalf dragon dragonball dragonballz naruto sasuke onepiece goku1234
  football baseball basketball softball volleyball hockey1234 soccer liverpool liverpoolfc chelsea
  chelseafc arsenal arsenalfc manchester manchesterunited barcelona realmadrid juventus bayernmunich
  cowboys steelers yankees patriots lakers24 jordan23 michael michaeljordan ronaldo cristiano
  messi1010 neymarjr
  sunshine sunflower princess butterfly rainbow chocolate strawberry blueberry cupcake buttercup
  cinnamon pumpkin peaches cherries bananas banana123 cookie123 cookies marshmallow sweetheart
  sweetie babygirl babyboy beautiful gorgeous precious angel123 angels devil666 heaven777 forever
  foreverlove together friends bestfriend familyfirst mother father brother sister daughter
  grandma christmas summer2024 summer2025 winter2024 winter2025 spring2025 autumn2025 january
  february september october november december monday friday1234 birthday
  jennifer jessica michelle elizabeth samantha stephanie christina christine alexander alexandra
  alexandre benjamin nicholas jonathan christian christopher anthony matthew patrick william
  robert123 charlie charlie1 danielle isabella victoria vanessa veronica natalie natasha gabriela
  fernando francisco alejandro sebastian valentina mohammed muhammad
  jesuschrist jesusislord jesus123 godisgood godbless blessed faith123 hallelujah
  freedom liberty america american australia brazil123 california canada123 deutschland england
  germany indonesia mexico123 newyork newyorkcity pakistan scotland singapore london123 paris123
  mustang corvette chevrolet mercedes ferrari porsche lamborghini yamaha suzuki harley
  harleydavidson toyota honda123 nissan
  elephant penguin dolphin dolphins kitty123 kittycat snowball tigger123 tigers123 panthers falcons
  scorpion phoenix wolverine monkey monkey123 monkeys shadow shadow123 hunter hunter123 killer
  killer123 ninja123 assassin warrior warriors soldier midnight darkness nightmare vampire zombie
  metallica nirvana eminem50 slipknot greenday linkinpark rockstar rocknroll guitar123 bigdaddy
  bigboss1 biteme fuckyou fuckyou2 fuckoff asshole bullshit
  correcthorsebatterystaple opensesame sesame1234 mypass123 pass1234 passpass passphrase
  loginlogin login123 userpass username guest123 guestguest qwaszx987 poiuytrewq lkjhgfdsa mnbvcxz
  mnbvcxzlkj passport company123 business security securityfirst server123 database postgres
  postgresql oracle123 nextjs123 vercel123 neondb123`.split(/\s+/),
)

const rows = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '01234567890123456789']
const digitsForLetters: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

/**
 * Whether a password is among the first that anyone would try: a common one, also with a usual ending or
 * digits for letters, a run along the keyboard or the alphabet, or one piece repeated.
 *
 * @param password as it was typed
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  const base = plain.replace(/[\d!?.*#_-]+$/, '')
  const spelled = (text: string) =>
    text.replace(/[013457@$]/g, (sign) => digitsForLetters[sign] ?? sign)
  return (
    [plain, base, spelled(plain), spelled(base)].some((form) => common.has(form)) ||
    /^(.{1,6})\1+$/su.test(plain) ||
    rows.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain))
  )
}
