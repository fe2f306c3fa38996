/** An author in a fresh local database; nobody signs in as them. */
export interface SampleAuthor {
  id: string
  name: string
  /** A picture of ours, in `public/`. */
  image: string
  tagline: string
}

/** The author of the sample posts from Neon's guide. */
export const guideAuthor: SampleAuthor = {
  id: '00000000-0000-0000-0000-000000000000',
  name: 'Neon guide',
  image: '/avatars/neon-guide.svg',
  tagline: 'The three posts that every database here begins with.',
}

const ines: SampleAuthor = {
  id: '00000000-0000-4000-9000-000000000001',
  name: 'Ines Okafor',
  image: '/avatars/ines.svg',
  tagline: 'Fixes bicycles. Breaks up long sentences.',
}
const tomasz: SampleAuthor = {
  id: '00000000-0000-4000-9000-000000000002',
  name: 'Tomasz Wren',
  image: '/avatars/tomasz.svg',
  tagline: 'Baker. Up before the birds.',
}
const mina: SampleAuthor = {
  id: '00000000-0000-4000-9000-000000000003',
  name: 'Mina Sato',
  image: '/avatars/mina.svg',
  tagline: 'Looks after old maps. Still gets lost.',
}
const jonas: SampleAuthor = {
  id: '00000000-0000-4000-9000-000000000004',
  name: 'Jonas Bell',
  image: '/avatars/jonas.svg',
  tagline: 'Writes software on weekdays and compost at weekends.',
}

export const sampleAuthors = [ines, tomasz, mina, jonas]

export interface SamplePost {
  author: SampleAuthor
  /** How long ago it was published, in hours. */
  age: number
  content: string
}

/** Their posts from the last few months. */
export const samplePosts: SamplePost[] = [
  {
    author: mina,
    age: 3,
    content: `# The town that was only on the map

In the 1930s a map company in New York worried that rivals were copying its work. So its director and his assistant mixed up their initials, got “Agloe”, and placed a town of that name at a dirt crossroads in the Catskills. Nobody lived there. If Agloe ever turned up on somebody else’s map, they would know.

Some years later it did. The rival said it had copied nothing: its people had gone to the spot and found the *Agloe General Store*. And they had. Somebody had opened a shop at the crossroads, looked for a name, and taken the one on the map.

> A fake town became a real one because enough people believed the paper.

The store closed long ago, and Agloe has been taken off most maps again. I like to show visitors the sheet it is on and ask which of the places on it are real. All of them, I tell them. Some just needed a little longer.

[More about Agloe](https://en.wikipedia.org/wiki/Agloe,_New_York)`,
  },
  {
    author: tomasz,
    age: 26,
    content: `# Your starter will survive the holiday

Every June people hand me jars over the counter and ask whether I’d feed them for two weeks. You don’t need me. A sourdough starter is hard to kill, and it sleeps well in the cold.

1. Feed it as usual, then leave it out for an hour or two until it just begins to rise.
2. Stir in more flour until it’s as stiff as bread dough. Less water means slower going.
3. Put it in the coldest part of the fridge with the lid loose.
4. Go away. Three weeks is fine. I have forgotten one for two months.

When you’re back, there’ll be grey liquid on top and a smell of nail varnish. That’s hunger and not death. Pour the liquid off, keep a spoonful from the middle, and feed it twice a day until it doubles between meals, which takes two or three days.

Pink or orange streaks, or fuzz, are another matter: throw it out, and ask a neighbour for a spoonful of theirs. That is how we all got ours.`,
  },
  {
    author: jonas,
    age: 75,
    content: `# Delete something today

Nobody was ever thanked for the code they took away, so let me start: thank you.

I spent this morning removing a setting that I’d added four years ago because someone *might* need it. Nobody had. It took a column, two screens, eleven tests and one page of documentation with it, and when I was done the hard part of the program fitted on my screen for the first time since spring.

My rule is simple. Before I add anything, I look for one thing that can go:

- a flag that is on everywhere
- a function that is called once
- a comment that says what the next line says
- a library that we use for one line of it

It’s like weeding. Ten minutes a day is nothing, and a month without it is a lost weekend. And there’s one thing a garden has over software: nobody in a garden has ever told me to leave the nettles in, since a customer may depend on them.`,
  },
  {
    author: ines,
    age: 9 * 24,
    content: `# A chain is a ruler

You can tell how worn your bicycle chain is with something you already own.

A new chain has a pin every half inch, so twelve full links are exactly twelve inches long. Hold a ruler along the lower run, put the zero on the middle of one pin, and look at the pin near the twelve.

- **Right on the mark:** it’s as good as new.
- **1/16 inch past it:** buy a chain this week. It’s a cheap one if you do it now.
- **1/8 inch past it:** too late. It has worn your sprockets into its own shape, and a new chain will skip on them.

Chains don’t stretch, whatever people say. Each pin wears a little looser in its hole, and there are over a hundred pins.

Dirt does the wearing, so wipe before you oil. One drop on each roller, turn the pedals, have a cup of tea, and wipe off everything you can see. Oil on the outside only carries more dirt in.`,
  },
  {
    author: mina,
    age: 15 * 24,
    content: `# Why is north up?

It didn’t have to be. Ptolemy put it there, but for a thousand years after him mapmakers did as they pleased.

Medieval Europe liked east on top, towards Jerusalem and the garden of Eden; that’s why we still *orient* ourselves. Al-Idrisi, who drew the best world map of the twelfth century for the king of Sicily, put south on top, as many Arab mapmakers did. His Europe hangs upside down in the lower right, small and crinkled, and once you have seen it that way you can’t quite take the usual picture at its word.

North won slowly. Sailors had compasses, Ptolemy came back into fashion, and printers sold what people already knew.

Try this at home: turn a map of your own city around and walk somewhere with it. You’ll be lost for ten minutes. After that, you’ll notice that the river bends.`,
  },
  {
    author: tomasz,
    age: 24 * 24,
    content: `# Four in the morning

People feel sorry for me when I tell them when I get up. They shouldn’t.

At four the town belongs to bakers, nurses and foxes. The traffic lights change for no one. I walk down the middle of the road, because I can, and the only lit window on my street is the one where the twins were born in March.

Then the door, the warm smell of yesterday’s oven, the radio on low. For two hours nobody needs me. There’s the dough and what the dough wants, which today is a little less water, since it rained all night and the flour has drunk some of the air.

> “Don’t you get lonely?” a student asked me once, at the hatch, on his way home.

I gave him a roll that was too hot to hold. He passed it from hand to hand all the way down the road, laughing. No, I don’t get lonely.

At seven, when you come in, I’ve already had the best part of the day. I’m only selling you what is left of it.`,
  },
  {
    author: jonas,
    age: 41 * 24,
    content: `# Compost is an argument

There are two parties, and you’re the chair.

The browns are dry and full of carbon: cardboard, straw, dead leaves. The greens are wet and full of nitrogen: grass, peelings, coffee grounds. Left alone, browns sit in the corner and do nothing for years, and greens turn to slime and complain to the neighbours. Put together they heat up, and in a good week the middle of the heap is too warm for your hand.

The books ask for about thirty parts of carbon to one of nitrogen. What that comes to in my garden is two buckets of brown for each bucket of green.

- It smells? Add brown, and turn it.
- Nothing happens? Add green, and water it.
- Ants? It’s too dry.
- Worms? You’ve won.

I check on mine far more often than it needs. Some evenings I lift the lid, see the steam come up, and put it back. It’s the one project I have that gets better while I’m doing nothing.`,
  },
  {
    author: ines,
    age: 58 * 24,
    content: `# What the squeak is telling you

A noise on a bicycle is a message, and you can usually read it before you open a toolbox. Ask **when** before you ask where.

Once for every turn of the pedals, it’s something that turns with them: a pedal, a crank, the bearing between. Stand up and coast. If the noise stops, you’re right.

Once for every turn of a wheel, look at the wheel. A spoke may be loose, or the rim touches a brake pad. Lift it and spin it slowly by hand.

Only when you sit? It’s the saddle. It is *so often* the saddle. I’ve had people bring in a bike for a new bottom bracket and leave with a drop of oil on two rails, free of charge.

Only when it rains? That’s a chain that has lost its oil and wants some.

And if it comes once every few turns and never at the same place, check your keys. They’re in your jacket, on the left.`,
  },
  {
    author: mina,
    age: 77 * 24,
    content: `# Read the legend first

Visitors go straight for their own house. I’d start in the corner, with the little box that says what the marks mean.

A legend tells you what the people who made the map thought worth telling apart. One of ours, from 1896, has four signs for woods and a single one for anything that people live in. It was drawn for foresters. Another knows nine kinds of church and no schools. A tram map from my childhood has one line for the river and none for the hills, so that I grew up in a flat city and found out on my first bicycle.

Whatever isn’t in the legend can’t be on the map. That isn’t lying; there’s only so much paper. But I’ve come to look for it elsewhere, in forms, in menus, in the list of reasons you can choose from when you close an account.

So: corner first. Then your house.`,
  },
  {
    author: jonas,
    age: 96 * 24,
    content: `# Name it after what it is

Half of the bugs I’ve fixed this year were hiding behind a name. The code did what it did; the word beside it promised something else, and everybody believed the word.

\`\`\`js
const users = await load() // addresses, since 2019
\`\`\`

What helps me:

1. Say it aloud to someone who doesn’t program. If you have to explain, that explanation is the name.
2. Put the unit in it. \`timeout\` is a question, \`timeoutSeconds\` is an answer.
3. When the thing changes, change the name *on the same day*.
4. If nothing fits, the thing is probably two things.

Gardeners have known this for longer. Half the plants in my allotment came with a label from the shop, and the ones I lost were those where I thought I’d remember.`,
  },
]
